# How everything is compiled: the language, the warnings, the build types, the sanitizers, the precompiled header.

option(RUSHLAB_WERROR "Treat warnings as errors (CI does)" OFF)
option(RUSHLAB_FUZZ "Build only the backend and its fuzz targets" OFF)
set(RUSHLAB_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Dev CACHE STRING "" FORCE)
endif()
# Dev is as fast as Release and keeps assertions: what a person measures while working is what will ship.
# Not in the cache: project() has put empty ones there already, which a cached value would not replace.
set(CMAKE_CXX_FLAGS_DEV "-O2 -g1")
set(CMAKE_C_FLAGS_DEV "-O2 -g1")

find_program(CCACHE ccache)
if(CCACHE)
    # A precompiled header is cached by its contents, not by its time.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
    endif()
endif()
find_program(MOLD mold)
if(MOLD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_link_options(-fuse-ld=mold)
endif()

# A program loads what it uses, not what it could have used.
add_link_options(-Wl,--as-needed)

if(RUSHLAB_SANITIZE)
    # Sanitized code is slow either way; -O1 compiles in two thirds of the time and keeps readable stacks.
    add_compile_options(-fsanitize=${RUSHLAB_SANITIZE} -fno-omit-frame-pointer -O1)
    add_link_options(-fsanitize=${RUSHLAB_SANITIZE})
    if(RUSHLAB_SANITIZE MATCHES "undefined")
        # So many checks triple what -O1's passes have to work through; -Og leaves out those that gain nothing here.
        # Nor at every access whether the pointer is null, which ends a run by itself, or aligned, which this processor does
        # not ask for: a quarter of the compilation. (The fuzz targets, where bytes from outside are read, ask.)
        add_compile_options(-fno-sanitize-recover=undefined -fno-sanitize=null,alignment -Og)
    endif()
endif()
if(RUSHLAB_FUZZ)
    # clang 14 cannot put the check `function` before a coroutine ("difference across sections").
    add_compile_options(-O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function
        -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=address,undefined)
endif()

# Carries the warnings to every target of ours; system and library headers are not ours to mend.
add_library(rushlab_options INTERFACE)
target_compile_options(rushlab_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-qual -Wformat=2 -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(rushlab_options INTERFACE -Wduplicated-cond -Wlogical-op -Wno-interference-size)
    # g++ 12 does not see that Asio hands out its coroutine frames from its own pool.
    target_compile_options(rushlab_options INTERFACE -Wno-mismatched-new-delete)
    if(RUSHLAB_SANITIZE)
        # g++ 12 sees uninitialised and dangling values in its own instrumentation.
        target_compile_options(rushlab_options INTERFACE -Wno-maybe-uninitialized -Wno-tsan)
    endif()
    if(CMAKE_UNITY_BUILD)
        # g++ 12 takes a source that another one includes for a header, whose things should not be local.
        target_compile_options(rushlab_options INTERFACE -Wno-subobject-linkage)
    endif()
endif()
if(RUSHLAB_WERROR)
    target_compile_options(rushlab_options INTERFACE -Werror)
endif()
