#include "report/result_archive.h"

#include <system_error>

namespace rushlab::report {

ResultArchive::ResultArchive(std::filesystem::path folder, PngPainter painter)
    : m_folder(std::move(folder)), m_painter(std::move(painter)) {}

Result<ResultArchive> ResultArchive::open(std::filesystem::path folder, PngPainter painter) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(ErrorCode::Unavailable, "The folder {} for results cannot be made: {}. Choose another with --data.",
                    folder.string(), error.message());
    return ResultArchive(std::move(folder), std::move(painter));
}

}  // namespace rushlab::report
