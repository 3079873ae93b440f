# Every library from outside, and the packages of Debian 12 that hold them (packages.txt lists them for run.sh and test.sh).

find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(simdjson REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(tl-expected REQUIRED)
find_package(mimalloc 2 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(luajit REQUIRED IMPORTED_TARGET luajit)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
# Optional, and so not in packages.txt: the queue's bench sets RabbitMQ beside its figures where this is found.
pkg_check_modules(rabbitmq QUIET IMPORTED_TARGET librabbitmq)

set(rushlab_qt_parts Core Sql)
if(NOT RUSHLAB_FUZZ)
    list(APPEND rushlab_qt_parts Widgets Charts DBus WebSockets Network LinguistTools Test)
endif()
find_package(Qt6 6.4 REQUIRED COMPONENTS ${rushlab_qt_parts})

# Asio without its deprecated names, header-only; this is the one place that sets how.
add_library(rushlab_asio INTERFACE)
target_link_libraries(rushlab_asio INTERFACE Boost::headers Threads::Threads)
target_compile_definitions(rushlab_asio INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ERROR_CODE_HEADER_ONLY)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # Boost 1.74 knows clang's coroutines only from before C++20; the fuzz targets are built with clang.
    target_compile_definitions(rushlab_asio INTERFACE BOOST_ASIO_HAS_CO_AWAIT BOOST_ASIO_HAS_STD_COROUTINE)
endif()
