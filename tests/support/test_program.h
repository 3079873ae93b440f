// One program holds the tests of a part: `test_kv unit.kv_glob` runs one of them, and what QtTest takes may follow.
// RUSHLAB_TEST puts a class among them under the name of its folder and its file.
#pragma once

#include <QtTest>

namespace rushlab::test {

using Run = int (*)(int argc, char** argv);

// Being made is being listed; the tests of a program are listed before its main() begins.
struct Listed {
    Listed(const char* file, Run run);
};

// Application is what QtTest's own macros would have made: QApplication where windows are opened.
template <class Test, class Application = QCoreApplication>
int run(int argc, char** argv) {
    const Application application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace rushlab::test

#define RUSHLAB_TEST(Class, ...) \
    static const ::rushlab::test::Listed listed##Class(__FILE__, ::rushlab::test::run<Class __VA_OPT__(, ) __VA_ARGS__>);
