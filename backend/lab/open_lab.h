// A lab of this process, looked at through a handle that outlives it.
// letGo() once, before the lab ends; it waits for an order that is under way. Everything else: as LiveLab.
#pragma once

#include <shared_mutex>

#include "lab/live_lab.h"
#include "roles/order_ways.h"

namespace rushlab::lab {

class OpenLab final : public LiveLab {
  public:
    OpenLab(Lab& lab, std::uint64_t number, Purpose purpose, std::string label);
    void letGo();
    bool isOf(const Lab& lab) const;

    std::uint64_t number() const override { return m_number; }
    Purpose purpose() const override { return m_purpose; }
    const std::string& label() const override { return m_label; }
    bool isOpen() const override;
    std::vector<std::shared_ptr<const Snapshot>> snapshots(std::chrono::milliseconds since) const override;
    std::vector<LabEvent> events(std::uint64_t afterNumber) const override;
    std::vector<std::string> orders() const override;
    std::vector<OrderStep> wayOf(const std::string& orderId) const override;

    Result<> kill(const std::string& instance) override;
    Result<> stop(const std::string& instance) override;
    Result<> start(const std::string& instance) override;
    Result<> pause(const std::string& instance) override;
    Result<> resume(const std::string& instance) override;
    Result<> cutLink(const std::string& instance) override;
    Result<> mendLink(const std::string& instance) override;
    Result<std::string> add(const std::string& role) override;
    Result<std::size_t> dropConsumers(const std::string& queue) override;
    Result<> dropConsumer(const std::string& queue, std::uint64_t consumer) override;
    Result<> slowConsumer(const std::string& queue, const std::string& name,
                          std::chrono::milliseconds aMessage) override;
    Result<std::vector<SeenMessage>> browse(const std::string& queue, std::uint64_t from, std::uint64_t limit) override;
    Result<std::size_t> publish(const NewMessage& message) override;
    Result<std::uint64_t> purge(const std::string& queue) override;
    Result<std::vector<std::string>> redrive(const RedriveOrder& order) override;
    Result<SeenRecords> records(const RecordsAsked& asked) override;
    Result<std::vector<SeenLine>> lines(const LinesAsked& asked) override;

  private:
    // Shared while somebody uses the lab; alone for letGo() alone, so that whoever looks never waits for an order.
    template <class Order>
    auto whileOpen(Order order) -> decltype(order(std::declval<Lab&>()));

    const std::uint64_t m_number;
    const Purpose m_purpose;
    const std::string m_label;
    const std::shared_ptr<const roles::OrderWays> m_ways;  // may be missing
    mutable std::shared_mutex m_mutex;                     // guards what follows
    Lab* m_lab;
    std::vector<std::shared_ptr<const Snapshot>> m_lastSnapshots;
    std::vector<LabEvent> m_lastEvents;
};

}  // namespace rushlab::lab
