#include "app/desktop_laboratory.h"

#include <algorithm>

#include "app/examination.h"
#include "app/shop.h"
#include "base/nearest_name.h"
#include "scenarios/room.h"

namespace rushlab::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kStopWithin = 4s;
constexpr auto kShopSamplesFor = 75s;  // it is open for as long as the window is, whose pages show its last minute

}  // namespace

void DesktopLaboratory::Labs::add(lab::Lab& lab, lab::Purpose purpose, std::string label) {
    const std::lock_guard lock(m_mutex);
    m_labs.push_back(std::make_shared<lab::OpenLab>(lab, ++m_last, purpose, std::move(label)));
    const auto closed = [](const std::shared_ptr<lab::OpenLab>& one) { return !one->isOpen(); };
    if (m_labs.size() > ui::kKeptLabs) {
        const auto oldest = std::ranges::find_if(m_labs, closed);
        if (oldest != m_labs.end()) m_labs.erase(oldest);
    }
}

void DesktopLaboratory::Labs::opened(lab::Lab& lab, const std::string& label) {
    add(lab, lab::Purpose::Run, label);
}

// The lab may wait for an order that is under way; those who ask for the labs meanwhile must not.
void DesktopLaboratory::Labs::closing(lab::Lab& lab) {
    if (const auto found = find(lab)) found->letGo();
}

std::shared_ptr<lab::OpenLab> DesktopLaboratory::Labs::find(const lab::Lab& lab) const {
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find_if(m_labs, [&lab](const auto& one) { return one->isOf(lab); });
    return found == m_labs.end() ? nullptr : *found;
}

std::vector<std::shared_ptr<lab::LiveLab>> DesktopLaboratory::Labs::after(std::uint64_t number) const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<lab::LiveLab>> found;
    for (const auto& one : m_labs) {
        if (one->number() > number) found.push_back(one);
    }
    return found;
}

DesktopLaboratory::DesktopLaboratory(Settings settings)
    : m_log(Log::toStandardError(settings.logLevel)),
      m_settings(std::move(settings)),
      m_mailMaker(m_settings, m_clock, m_log) {}

DesktopLaboratory::~DesktopLaboratory() {
    closeShop();
}

Settings DesktopLaboratory::settings() const {
    const std::lock_guard lock(m_mutex);
    return m_settings;
}

std::vector<lab::EngineReport> DesktopLaboratory::examine() {
    return EngineExamination(settings()).examine();
}

std::vector<std::shared_ptr<lab::LiveLab>> DesktopLaboratory::labs(std::uint64_t afterNumber) const {
    return m_labs.after(afterNumber);
}

verdict::Pairs DesktopLaboratory::engines() const {
    return SettingsEngineMaker(settings(), m_clock, m_log).describe();
}

Result<> DesktopLaboratory::openShop(const std::function<void(const std::string& sentence)>& tell) {
    closeShop();
    const Settings now = settings();
    auto shop = shopSettings(now);
    if (!shop) return pass(shop);
    lab::EngineNeeds needs;
    needs.delays = now.delays;
    SettingsEngineMaker maker(now, m_clock, m_log);
    auto engines = maker.make(needs);
    if (!engines) return pass(engines);
    lab::LabOptions options = labOptions(now, *std::move(shop));
    options.keepOrderWays = true;
    options.samplesFor = kShopSamplesFor;
    options.opening = [&tell](const std::string& instance) { tell(fmt::format("{} is coming up ...", instance)); };
    auto opened = lab::Lab::open(std::move(options), *std::move(engines), m_clock, m_log);
    if (!opened) return pass(opened);
    m_shop = *std::move(opened);
    m_labs.add(*m_shop, lab::Purpose::Shop, "The shop");
    m_log.info("The shop is open.");
    return {};
}

void DesktopLaboratory::closeShop() {
    if (!m_shop) return;
    m_labs.closing(*m_shop);
    const bool inTime = m_shop->stop(Deadline::in(kStopWithin));
    m_shop.reset();
    m_log.info("The shop is closed{}.", inTime ? "" : ", and something that was under way was cut off");
}

void DesktopLaboratory::useFreePorts() {
    const std::lock_guard lock(m_mutex);
    m_settings.portBase = 0;
}

Result<verdict::RunResult> DesktopLaboratory::run(const ui::RunRequest& request,
                                                  const std::function<void(const scenarios::Progress&)>& tell,
                                                  const std::atomic<bool>& interrupted) {
    const scenarios::Scenario* scenario = scenarios::findScenario(request.scenario);
    if (!scenario) return fail(ErrorCode::Invalid, "There is no scenario {}.", quotedText(request.scenario));
    const auto values = scenarios::ParameterValues::read(scenario->parameters, request.values);
    if (!values) return pass(values);
    const scenarios::Connections connections = scenario->connections(*values);
    if (const auto fits = scenarios::fitsInto(connections, scenarios::roomHere(connections)); !fits) return pass(fits);
    SettingsEngineMaker maker(settings(), m_clock, m_log);
    scenarios::ScenarioContext context{*values, request.seed, maker, m_clock, m_log, tell, interrupted, &m_labs};
    auto result = scenario->run(context);
    if (result) result->environment.emplace_back("version", RUSHLAB_VERSION);
    return result;
}

Result<> DesktopLaboratory::useEngine(const std::string& setting, const std::string& url) {
    const auto row = std::ranges::find(settingsTable(), setting, &Setting::name);
    const auto* member = row == settingsTable().end() ? nullptr : std::get_if<EngineUrl Settings::*>(&row->member);
    if (!member) return fail(ErrorCode::Invalid, "{} is no setting that names an engine.", quotedText(setting));
    auto read = readEngineUrl(url, row->schemes);
    if (!read) return fail(ErrorCode::Invalid, "{} can't be {}: {}.", setting, quotedText(url), read.error().message);
    Settings changed = settings();
    changed.*(*member) = *read;
    const auto reports = EngineExamination(changed).examine();
    const auto found = std::ranges::find(reports, setting, &lab::EngineReport::setting);
    if (found == reports.end())
        return fail(ErrorCode::Invalid, "Nothing is known of an engine for {}.", quotedText(setting));
    if (found->state != lab::EngineState::Ready) return fail(ErrorCode::Unavailable, "{}", found->problem);
    const std::lock_guard lock(m_mutex);
    m_settings.*(*member) = *std::move(read);
    return {};
}

}  // namespace rushlab::app
