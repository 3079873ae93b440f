#include "roles/chat_line.h"

#include <algorithm>

#include "base/json_writer.h"

namespace rushlab::roles {

bool isRoom(std::string_view text) {
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
               c == '_';
    };
    return !text.empty() && text.size() <= kRoomLengthMost && std::ranges::all_of(text, isPlain);
}

std::string asJson(const ChatLine& line) {
    std::string json;
    json.reserve(line.content.size() + 200);
    JsonObjectWriter object(json);
    object.field("id", line.id).field("roomId", line.room).field("sender", line.sender);
    object.field("content", line.content).field("sentAt", toIso8601(line.sentAt));
    object.field("origin", line.origin).field("number", line.number);
    object.close();
    return json;
}

Result<ChatLine> chatLineIn(JsonParser& parser, std::string_view json) {
    const auto object = parser.parseObject(json);
    if (!object) return pass(object);
    ChatLine line;
    for (const auto& [name, into] : {std::pair{"id", &ChatLine::id},
                                     {"roomId", &ChatLine::room},
                                     {"sender", &ChatLine::sender},
                                     {"content", &ChatLine::content},
                                     {"origin", &ChatLine::origin}}) {
        const auto text = object->text(name);
        if (!text) return pass(text);
        line.*into = *text;
    }
    const auto number = object->integer("number", 1);
    if (!number) return pass(number);
    line.number = static_cast<std::uint64_t>(*number);
    return line;
}

}  // namespace rushlab::roles
