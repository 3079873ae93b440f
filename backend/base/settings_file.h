// Takes a TOML file apart into the settings it gives, each with the line it stands in.
// Any thread; a pure function.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rushlab {

// A setting as somebody gave it.
struct GivenSetting {
    std::string key;
    std::string value;
    std::string origin;  // "in lab.toml, line 3", "in the variable RUSHLAB_KV", "by the flag --kv"
    bool isText = true;  // false: neither text, a number nor a truth value, so no setting's value
};

struct GivenByFile {
    std::vector<GivenSetting> settings;
    std::string syntaxError;  // empty where the file is TOML
};

// Tables become dotted keys: [kv] url = "embedded:" gives kv.url.
GivenByFile takeApartToml(std::string_view text, const std::string& path);

}  // namespace rushlab
