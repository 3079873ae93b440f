// Arbitrary bytes as a block of the event log: taken whole or refused, and never read past their end.
#include <cstdint>

#include "engines/log/records.h"

using namespace rushlab;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto block = std::make_shared<const std::string>(data, data + size);
    log::Records records;
    const auto more = records.addFromBlock(block, 0, size % 3, 100, 10'000);
    std::size_t sum = 0;
    for (const log::RecordView& record : records) {
        for (const char byte : record.key())
            sum += static_cast<unsigned char>(byte);
        for (const char byte : record.value())
            sum += static_cast<unsigned char>(byte);
        for (const log::Header& header : record.headers())
            sum += header.name.size() + header.value.size();
    }
    if (records.size() > 100 || (!more && more.error().message.empty()) || sum > size * 256) {
        abortBecause("a block was read past its bounds");
    }
    return 0;
}
