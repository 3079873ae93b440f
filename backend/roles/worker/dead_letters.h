// Dead letters: what has died, why, and the way back.
// Guarantees of a redrive: a letter is acknowledged after the other queue has confirmed it, so none is lost; one that
// is moved twice by a kill between the two is the same order twice, which completion knows. A dry run moves nothing.
// Both calls are for whoever has the admin token, and belong to its role's loop.
#pragma once

#include "roles/answer.h"
#include "roles/role.h"

namespace rushlab::roles {

class DeadLetters {
  public:
    explicit DeadLetters(RoleContext& context);

    void addRoutes(io::HttpRouter& router);

  private:
    struct Redrive {
        std::string queue;
        std::string target;  // the queue's name
        std::size_t attempts = 0;
        std::int64_t most = 0;
        bool dryRun = false;
    };

    io::Awaitable<io::HttpResponse> show(io::HttpRequest& request);
    io::Awaitable<io::HttpResponse> redrive(io::HttpRequest& request);
    io::Awaitable<Result<std::vector<std::string>>> wouldMove(Redrive what, Deadline deadline);
    // What was moved is told even where the rest could not be.
    io::Awaitable<Result<>> move(Redrive what, std::vector<std::string>& moved, Deadline deadline);
    static Result<Redrive> redriveOf(const io::HttpRequest& request);

    RoleContext& m_context;
    Counter& m_redriven;
};

}  // namespace rushlab::roles
