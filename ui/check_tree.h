// What a run was held to: each check with what was expected and found, and beneath it the orders that are the evidence.
// Guarantees: what an engine or an order says is text, never markup. The GUI's thread.
#pragma once

#include <QTreeWidget>
#include <span>

#include "verdict/run_result.h"

namespace rushlab::ui {

class CheckTree final : public QTreeWidget {
    Q_OBJECT
  public:
    explicit CheckTree(QWidget* parent);

    // The checks of the one; of several a row each, with its checks beneath. They must live until others are shown.
    void show(std::span<const verdict::Variant> variants);
    void retranslate();

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void draw();
    void addVariant(const verdict::Variant& variant);
    void addChecks(QTreeWidgetItem* parent, const verdict::Variant& variant);

    std::span<const verdict::Variant> m_variants;
};

}  // namespace rushlab::ui
