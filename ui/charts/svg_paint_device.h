// A paper that whoever paints on it finds as SVG: lines and shapes as paths, words as outlines
// that carry their text for screen readers, pictures embedded.
// Guarantees: valid XML whatever the words are; nothing refers to outside the file. One thread at a time.
#pragma once

#include <QByteArray>
#include <QPaintDevice>
#include <QSizeF>
#include <memory>

namespace rushlab::ui {

class SvgPaintEngine;

class SvgPaintDevice final : public QPaintDevice {
  public:
    // dotsPerInch: that of the screen whose letters it shall have.
    SvgPaintDevice(QSizeF size, QString title, int dotsPerInch);
    ~SvgPaintDevice() override;

    // Of what was painted, once no painter is active on it.
    QByteArray svg() const;

    QPaintEngine* paintEngine() const override;

  protected:
    int metric(PaintDeviceMetric metric) const override;

  private:
    QSizeF m_size;
    QString m_title;
    int m_dotsPerInch;
    std::unique_ptr<SvgPaintEngine> m_engine;
};

}  // namespace rushlab::ui
