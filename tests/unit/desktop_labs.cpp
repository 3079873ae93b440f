// The labs of the desktop, asked for while one of them goes.
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <thread>

#include "app/desktop_laboratory.h"
#include "tests/support/real_desktop.h"
#include "tests/support/test_program.h"

namespace rushlab::test::desktop_labs {
using namespace std::chrono_literals;

class DesktopLabs : public QObject {
    Q_OBJECT

    using Time = std::chrono::steady_clock;

  private slots:
    // A window asks ten times a second, on the thread that draws.
    void whoAsksForTheLabsDoesNotWaitForAnOrderThatALabWaitsFor() {
        QTemporaryDir folder;
        app::DesktopLaboratory laboratory(settingsIn(folder));
        const auto opened = laboratory.openShop([](const std::string&) {});
        QVERIFY2(opened, opened ? "" : opened.error().message.c_str());
        const auto shop = laboratory.labs(0).front();

        Time::duration order{}, longest{};
        std::atomic<bool> ordering = false, closed = false;
        std::jthread person([&] {
            const auto begin = Time::now();
            ordering = true;
            const auto stopped = shop->stop("order-1");
            order = Time::now() - begin;
            if (!stopped) qWarning("%s", stopped.error().message.c_str());
        });
        while (!ordering)
            std::this_thread::yield();
        std::this_thread::sleep_for(100ms);  // it is in the lab by now
        std::jthread window([&] {
            while (!closed) {
                const auto begin = Time::now();
                if (laboratory.labs(0).empty()) return;
                longest = std::max(longest, Time::now() - begin);
                std::this_thread::sleep_for(10ms);
            }
        });
        laboratory.closeShop();
        closed = true;
        window.join();
        person.join();
        const auto inMs = [](auto time) { return std::chrono::duration<double, std::milli>(time).count(); };
        QVERIFY2(order > 500ms, qPrintable(QString("the order took %1 ms").arg(inMs(order))));
        QVERIFY2(longest < order / 2,
                 qPrintable(QString("waited %1 ms, the order took %2 ms").arg(inMs(longest)).arg(inMs(order))));
    }
};

RUSHLAB_TEST(DesktopLabs)

}  // namespace rushlab::test::desktop_labs
#include "desktop_labs.moc"
