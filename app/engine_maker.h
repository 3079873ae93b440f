// Makes the engines of a lab by what the settings say: in the data folder for a shop that stays, or in a place of its
// own (a temporary folder, a schema) that is gone with the engines.
// One call at a time, on a thread that may wait; QCoreApplication must exist as long as what was made.
#pragma once

#include "app/own_place.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/settings.h"
#include "lab/engines.h"

namespace rushlab::app {

class SettingsEngineMaker final : public lab::EngineMaker {
  public:
    // The clock must outlive every engine.
    SettingsEngineMaker(Settings settings, const Clock& clock, Log log);

    Result<lab::Engines> make(const lab::EngineNeeds& needs) override;
    Result<lab::StagedMail> stageMail(const mail::Manners& manners) override;
    std::vector<std::pair<std::string, std::string>> describe() const override;

  private:
    Result<std::shared_ptr<OwnPlace>> makePlace();
    std::vector<std::string> nodeCommand(const OwnPlace& place, const std::string& mailUrl) const;

    const Settings m_settings;
    const Clock& m_clock;
    const Log m_log;
    bool m_swept = false;
};

}  // namespace rushlab::app
