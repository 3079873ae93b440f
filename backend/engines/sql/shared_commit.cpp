#include "engines/sql/shared_commit.h"

#include "engines/sql/transaction.h"

namespace rushlab::sql {

void SharedCommit::run(Calls calls) {
    // Each attempt that lost the whole has taken the caller who caused it away. Twice in a row the disk is ill rather
    // than a caller: then each stands for itself, so that the work is not done over and over.
    constexpr int kAttemptsTogether = 2;
    for (int i = 0; i < kAttemptsTogether && !calls.empty(); ++i) {
        if (attempt(calls) == Attempt::RunEachAlone) break;
    }
    runEachAlone(calls);
}

void SharedCommit::runEachAlone(Calls& calls) {
    for (auto& call : calls) {
        Calls alone{std::move(call)};
        attempt(alone);
        if (!alone.empty()) abortBecause("a transaction that ran alone was not answered");
    }
    calls.clear();
}

SharedCommit::Attempt SharedCommit::attempt(Calls& calls) {
    if (auto begun = m_connection.begin(Database::Access::Write, Deadline::never()); !begun) {
        failAll(calls, begun.error());
        return Attempt::Settled;
    }
    std::vector<Result<>> outcomes;
    outcomes.reserve(calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i) {
        outcomes.push_back(runOne(*calls[i]));
        if (outcomes.back() || !m_connection.transactionGone()) continue;
        // This one took the whole commit with it. Those before it that had failed by themselves have their answer too.
        m_connection.rollback();
        Calls again;
        io::Resumptions answered;
        for (std::size_t j = 0; j < calls.size(); ++j) {
            if (j < outcomes.size() && !outcomes[j]) {
                calls[j]->answer(std::move(outcomes[j]), answered);
            } else {
                again.push_back(std::move(calls[j]));
            }
        }
        calls = std::move(again);
        return Attempt::RunOthersAgain;
    }
    return settleCommit(calls, outcomes);
}

Result<> SharedCommit::runOne(Call& call) {
    if (m_options.savepoints) {
        if (auto begun = m_connection.savepoint(); !begun) return begun;
    }
    Transaction session(m_connection, call.deadline());
    Result<> outcome = session.run(call);
    if (!m_options.savepoints || m_connection.transactionGone()) return outcome;
    if (outcome) outcome = m_connection.releaseSavepoint();
    if (outcome || m_connection.transactionGone()) return outcome;
    // Where even that fails, the whole is rolled back: what this caller wrote must not be committed with the rest.
    if (!m_connection.rollbackToSavepoint()) m_connection.rollback();
    return outcome;
}

SharedCommit::Attempt SharedCommit::settleCommit(Calls& calls, std::vector<Result<>>& outcomes) {
    Result<> committed = m_connection.commit();
    if (committed) {
        settle(calls, outcomes);
        return Attempt::Settled;
    }
    m_connection.rollback();
    // A constraint that is looked at only now is one caller's fault: alone, each gets its own answer.
    const bool aCallersFault =
        committed.error().code == ErrorCode::Conflict || committed.error().code == ErrorCode::Invalid;
    if (aCallersFault && calls.size() > 1) return Attempt::RunEachAlone;
    for (auto& outcome : outcomes) {
        if (outcome) outcome = committed;
    }
    settle(calls, outcomes);
    return Attempt::Settled;
}

void SharedCommit::settle(Calls& calls, std::vector<Result<>>& outcomes) {
    io::Resumptions answered;
    for (std::size_t i = 0; i < calls.size(); ++i)
        calls[i]->answer(std::move(outcomes[i]), answered);
    calls.clear();
}

void SharedCommit::failAll(Calls& calls, const Error& error) {
    io::Resumptions answered;
    for (const auto& call : calls)
        call->answer(tl::unexpected(error), answered);
    calls.clear();
}

}  // namespace rushlab::sql
