#include "roles/directory.h"

#include "base/json.h"
#include "base/json_writer.h"

namespace rushlab::roles {

void appendInstance(std::string& out, const Instance& instance) {
    JsonObjectWriter(out)
        .field("role", instance.role)
        .field("name", instance.name)
        .field("host", instance.endpoint.host)
        .field("port", instance.endpoint.port)
        .field("tls", instance.endpoint.tls);
}

Result<Instance> instanceIn(const JsonObject& object) {
    const auto role = object.text("role", 1, 64);
    if (!role) return pass(role);
    const auto name = object.text("name", 1, 64);
    if (!name) return pass(name);
    const auto host = object.text("host", 1, 256);
    if (!host) return pass(host);
    const auto port = object.integer("port", 1, 65535);
    if (!port) return pass(port);
    const auto tls = object.optionalBoolean("tls");
    if (!tls) return pass(tls);
    return Instance{std::string(*role),
                    std::string(*name),
                    {std::string(*host), static_cast<std::uint16_t>(*port), tls->value_or(false)}};
}

}  // namespace rushlab::roles
