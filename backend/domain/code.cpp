#include "domain/code.h"

#include <array>
#include <charconv>

#include "base/result.h"

namespace rushlab::domain {
namespace {

struct Row {
    Code code;
    std::string_view name;
    int status;
    std::string_view english;
    std::string_view korean;
};

// In the order of the enumeration.
constexpr std::array kRows{
    Row{Code::Ok, "OK", 200, "Done.", "처리되었습니다."},
    Row{Code::Created, "CREATED", 201, "Created.", "생성되었습니다."},
    Row{Code::Accepted, "ACCEPTED", 202, "Accepted; it will be completed soon.", "접수되었습니다. 곧 완료됩니다."},
    Row{Code::InvalidInput, "INVALID_INPUT", 400, "The request cannot be read.", "요청을 읽을 수 없습니다."},
    Row{Code::ValidationError, "VALIDATION_ERROR", 400, "A field of the request has a value that is not allowed.",
        "요청 항목의 값이 허용되지 않습니다."},
    Row{Code::Unauthorized, "UNAUTHORIZED", 401, "This needs a login.", "로그인이 필요합니다."},
    Row{Code::InvalidToken, "INVALID_TOKEN", 401, "The token is not one of ours; log in.",
        "유효하지 않은 토큰입니다. 로그인해 주세요."},
    Row{Code::ExpiredToken, "EXPIRED_TOKEN", 401, "The session has expired; log in again.",
        "세션이 만료되었습니다. 다시 로그인해 주세요."},
    Row{Code::PaymentDeclined, "PAYMENT_DECLINED", 402, "The payment was declined.", "결제가 거절되었습니다."},
    Row{Code::AccessDenied, "ACCESS_DENIED", 403, "This is not yours to do.", "접근 권한이 없습니다."},
    Row{Code::NotFound, "NOT_FOUND", 404, "There is no such thing here.", "찾을 수 없습니다."},
    Row{Code::UserNotFound, "USER_NOT_FOUND", 404, "There is no such user.", "사용자를 찾을 수 없습니다."},
    Row{Code::MethodNotAllowed, "METHOD_NOT_ALLOWED", 405, "This path does not know this method.",
        "허용되지 않은 메서드입니다."},
    Row{Code::DuplicateResource, "DUPLICATE_RESOURCE", 409, "It exists already.", "이미 존재합니다."},
    Row{Code::SoldOut, "SOLD_OUT", 409, "Sold out.", "품절되었습니다."},
    Row{Code::NotOpen, "NOT_OPEN", 409, "The sale has not opened yet.", "아직 판매가 시작되지 않았습니다."},
    Row{Code::OrderStateConflict, "ORDER_STATE_CONFLICT", 409, "The order is in a state that does not allow this.",
        "현재 주문 상태에서는 할 수 없는 요청입니다."},
    Row{Code::PayloadTooLarge, "PAYLOAD_TOO_LARGE", 413, "The request is too large.", "요청이 너무 큽니다."},
    Row{Code::TooManyRequests, "TOO_MANY_REQUESTS", 429, "Too many requests; try again later.",
        "요청이 너무 많습니다. 잠시 후 다시 시도해 주세요."},
    Row{Code::InternalServerError, "INTERNAL_SERVER_ERROR", 500, "Something went wrong inside the shop.",
        "서버 내부 오류가 발생했습니다."},
    Row{Code::EngineUnavailable, "ENGINE_UNAVAILABLE", 503, "An engine that this needs is not available.",
        "필요한 엔진을 사용할 수 없습니다."},
    Row{Code::LockTimeout, "LOCK_TIMEOUT", 503, "The lock could not be had in time; try again.",
        "제한 시간 안에 잠금을 얻지 못했습니다. 다시 시도해 주세요."},
    Row{Code::OutcomeUnknown, "OUTCOME_UNKNOWN", 504, "It may or may not have been done; look before you try again.",
        "처리 결과를 알 수 없습니다. 다시 시도하기 전에 확인해 주세요."},
};

constexpr auto kCodes = [] {
    std::array<Code, kRows.size()> codes{};
    for (std::size_t at = 0; at < kRows.size(); ++at)
        codes[at] = kRows[at].code;
    return codes;
}();

constexpr bool isInOrder() {
    for (std::size_t at = 0; at < kRows.size(); ++at) {
        if (static_cast<std::size_t>(kRows[at].code) != at) return false;
    }
    return true;
}
static_assert(isInOrder());

const Row& rowOf(Code code) {
    return kRows[static_cast<std::size_t>(code)];
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// The weight behind ";q="; 1 where there is none, 0 where it is no number.
double weightOf(std::string_view parameters) {
    const auto q = parameters.find("q=");
    if (q == std::string_view::npos) return 1;
    const std::string_view number = trimmed(parameters.substr(q + 2));
    double weight = 0;
    std::from_chars(number.data(), number.data() + number.size(), weight);
    return weight;
}

}  // namespace

std::string_view name(Code code) {
    return rowOf(code).name;
}
int httpStatus(Code code) {
    return rowOf(code).status;
}
bool isSuccess(Code code) {
    return httpStatus(code) < 300;
}
std::string_view sentence(Code code, Language language) {
    return language == Language::Korean ? rowOf(code).korean : rowOf(code).english;
}
std::span<const Code> allCodes() {
    return kCodes;
}

Code codeOf(ErrorCode error) {
    switch (error) {
        case ErrorCode::NotFound:
            return Code::NotFound;
        case ErrorCode::Conflict:
            return Code::DuplicateResource;
        case ErrorCode::SoldOut:
            return Code::SoldOut;
        case ErrorCode::Full:
            return Code::TooManyRequests;
        case ErrorCode::OutcomeUnknown:
            return Code::OutcomeUnknown;
        case ErrorCode::Timeout:
        case ErrorCode::Unavailable:
            return Code::EngineUnavailable;
        case ErrorCode::Corrupt:
            return Code::InternalServerError;
        case ErrorCode::Invalid:
            return Code::ValidationError;
        case ErrorCode::Denied:
            return Code::AccessDenied;
    }
    abortBecause("an error code without a name outside");
}

Code codeOfStatus(int status) {
    switch (status) {
        case 401:
            return Code::Unauthorized;
        case 403:
            return Code::AccessDenied;
        case 404:
            return Code::NotFound;
        case 405:
            return Code::MethodNotAllowed;
        case 413:
            return Code::PayloadTooLarge;
        case 429:
            return Code::TooManyRequests;
        case 503:
            return Code::EngineUnavailable;
        case 504:
            return Code::OutcomeUnknown;
        default:
            return status >= 500 ? Code::InternalServerError : Code::InvalidInput;
    }
}

Language languageOf(std::string_view acceptLanguage) {
    double english = 0;
    double korean = 0;
    while (!acceptLanguage.empty()) {
        const auto comma = acceptLanguage.find(',');
        const std::string_view range = acceptLanguage.substr(0, comma);
        acceptLanguage = comma == std::string_view::npos ? "" : acceptLanguage.substr(comma + 1);
        const auto semicolon = range.find(';');
        const std::string_view tag = trimmed(range.substr(0, semicolon));
        const double weight = semicolon == std::string_view::npos ? 1 : weightOf(range.substr(semicolon));
        const auto primary = tag.substr(0, tag.find('-'));
        if (primary == "ko" || primary == "KO") korean = std::max(korean, weight);
        if (primary == "en" || primary == "EN") english = std::max(english, weight);
    }
    return korean > english ? Language::Korean : Language::English;
}

}  // namespace rushlab::domain
