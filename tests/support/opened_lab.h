// A lab of the embedded engines, in a place of its own below the test's folder.
// Belongs to the test's thread.
#pragma once

#include <QTemporaryDir>

#include "app/engine_maker.h"
#include "lab/lab.h"

namespace rushlab::test {

inline Settings settingsIn(const QTemporaryDir& folder) {
    SettingsSources sources;
    sources.home = folder.path().toStdString();
    sources.flags = {{"--data", folder.filePath("data").toStdString()}};
    auto settings = readSettings(sources);
    if (!settings) qFatal("%s", settings.error().front().sentence.c_str());
    return *std::move(settings);
}

inline Result<std::unique_ptr<lab::Lab>> openLab(const QTemporaryDir& folder, const Clock& clock,
                                                 lab::LabOptions options) {
    app::SettingsEngineMaker maker(settingsIn(folder), clock, Log::silent());
    lab::EngineNeeds needs;
    needs.ownPlace = true;
    auto engines = maker.make(needs);
    if (!engines) return pass(engines);
    return lab::Lab::open(std::move(options), *std::move(engines), clock, Log::silent());
}

}  // namespace rushlab::test
