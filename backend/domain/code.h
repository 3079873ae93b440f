// What an answer of the API says in one word: its code, the HTTP status that goes with it, and its sentence.
// Any thread; plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"

namespace rushlab::domain {

enum class Code : std::uint8_t {
    Ok,
    Created,
    Accepted,
    InvalidInput,
    ValidationError,
    Unauthorized,
    InvalidToken,
    ExpiredToken,
    PaymentDeclined,
    AccessDenied,
    NotFound,
    UserNotFound,
    MethodNotAllowed,
    DuplicateResource,
    SoldOut,
    NotOpen,
    OrderStateConflict,
    PayloadTooLarge,
    TooManyRequests,
    InternalServerError,
    EngineUnavailable,
    LockTimeout,
    OutcomeUnknown,
};

enum class Language : std::uint8_t { English, Korean };

std::string_view name(Code code);  // "SOLD_OUT"
int httpStatus(Code code);
bool isSuccess(Code code);
// A whole sentence, where whoever answers has none of its own.
std::string_view sentence(Code code, Language language);
// Every code, for descriptions and tests.
std::span<const Code> allCodes();

// What an error inside the backend is called outside.
Code codeOf(ErrorCode error);
// The code that a refusal of the HTTP layer (404, 405, 413, 431, 408 ...) is given.
Code codeOfStatus(int status);

// By Accept-Language (RFC 9110 12.5.4): the better liked of the two; English where neither is named.
Language languageOf(std::string_view acceptLanguage);

}  // namespace rushlab::domain
