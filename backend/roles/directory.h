// Where the instances of each role are, as the registry last told; and this instance's own lease there.
// Guarantees: an instance whose connection was refused is left out until the registry has told of it anew; without an
// answer of the registry the last list stays in use. Belongs to one loop's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/http_client.h"

namespace rushlab {
class JsonObject;
}

namespace rushlab::roles {

struct Instance {
    std::string role;
    std::string name;  // "order-1"
    io::HttpEndpoint endpoint;

    friend auto operator<=>(const Instance&, const Instance&) = default;
};

// As the registry and its clients write it: {"role","name","host","port","tls"}.
void appendInstance(std::string& out, const Instance& instance);
// Invalid, with the field that is wrong and what is allowed.
Result<Instance> instanceIn(const JsonObject& object);

class Directory {
  public:
    virtual ~Directory() = default;

    virtual std::vector<Instance> instancesOf(std::string_view role) const = 0;
    // The one with the fewest calls in flight from here, other than `besides`; nothing where none is known.
    virtual std::optional<Instance> leastLoaded(std::string_view role, const Instance* besides) = 0;
    std::optional<Instance> leastLoaded(std::string_view role) { return leastLoaded(role, nullptr); }
    // In pairs around a call, so that leastLoaded() knows.
    virtual void began(const Instance& instance) = 0;
    // Whether it could be reached; false leaves it out.
    virtual void ended(const Instance& instance, bool reached) = 0;
};

// One call, from its making to its end, whatever ends it. The directory outlives it.
class CallInFlight {
  public:
    CallInFlight(Directory& directory, Instance instance) : m_directory(directory), m_instance(std::move(instance)) {
        m_directory.began(m_instance);
    }
    ~CallInFlight() { m_directory.ended(m_instance, reached); }
    CallInFlight(const CallInFlight&) = delete;
    CallInFlight& operator=(const CallInFlight&) = delete;

    bool reached = true;  // false leaves the instance out

  private:
    Directory& m_directory;
    Instance m_instance;
};

}  // namespace rushlab::roles
