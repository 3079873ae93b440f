// The laboratory of the desktop, in its own process: a shop on the settings' own engines and ports, runs on engines of
// their own, and both as labs to look at.
// As ui::Laboratory says; made and destroyed on one thread, which must have a QCoreApplication.
#pragma once

#include <mutex>

#include "app/desktop_mail.h"
#include "app/engine_maker.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "lab/lab.h"
#include "lab/open_lab.h"
#include "ui/laboratory.h"

namespace rushlab::app {

class DesktopLaboratory final : public ui::Laboratory {
  public:
    explicit DesktopLaboratory(Settings settings);
    ~DesktopLaboratory() override;

    std::vector<lab::EngineReport> examine() override;
    std::vector<std::shared_ptr<lab::LiveLab>> labs(std::uint64_t afterNumber) const override;
    verdict::Pairs engines() const override;
    Result<> openShop(const std::function<void(const std::string& sentence)>& tell) override;
    void closeShop() override;
    void useFreePorts() override;
    Result<verdict::RunResult> run(const ui::RunRequest& request,
                                   const std::function<void(const scenarios::Progress&)>& tell,
                                   const std::atomic<bool>& interrupted) override;
    lab::MailDesk& mails() override { return m_mails; }
    Result<> useEngine(const std::string& setting, const std::string& url) override;

  private:
    // The labs of this session, so that each is looked at to its end.
    class Labs final : public lab::LabObserver {
      public:
        void add(lab::Lab& lab, lab::Purpose purpose, std::string label);
        void opened(lab::Lab& lab, const std::string& label) override;
        void closing(lab::Lab& lab) override;
        std::vector<std::shared_ptr<lab::LiveLab>> after(std::uint64_t number) const;

      private:
        std::shared_ptr<lab::OpenLab> find(const lab::Lab& lab) const;

        mutable std::mutex m_mutex;  // guards what follows
        std::vector<std::shared_ptr<lab::OpenLab>> m_labs;
        std::uint64_t m_last = 0;
    };

    Settings settings() const;

    RealClock m_clock;
    Log m_log;
    mutable std::mutex m_mutex;  // guards the settings
    Settings m_settings;
    Labs m_labs;
    SettingsEngineMaker m_mailMaker;  // with the settings of the start
    DesktopMail m_mails{m_mailMaker};
    std::unique_ptr<lab::Lab> m_shop;  // of the thread that opens and closes it
};

}  // namespace rushlab::app
