#include "ui/order_way_dialog.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <memory>

namespace rushlab::ui {

OrderWayDialog::OrderWayDialog(std::vector<LabPointer> labs, QWidget* parent)
    : QDialog(parent),
      m_labs(std::move(labs)),
      m_lab(new QComboBox(this)),
      m_filter(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_orders(new QStringListModel(this)),
      m_filtered(new QSortFilterProxyModel(this)),
      m_area(new QScrollArea(this)),
      m_way(new OrderWayView(m_area)),
      m_hint(new QLabel(this)) {
    setObjectName("orderWayDialog");
    setAttribute(Qt::WA_DeleteOnClose);
    resize(1040, 620);
    m_lab->setObjectName("orderLab");
    m_filter->setObjectName("orderFilter");
    m_filter->setClearButtonEnabled(true);
    m_list->setObjectName("orderList");
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_filtered->setSourceModel(m_orders);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setModel(m_filtered);
    m_area->setWidget(m_way);
    m_area->setWidgetResizable(true);
    m_area->viewport()->setBackgroundRole(QPalette::Base);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    for (const LabPointer& lab : m_labs)
        m_lab->addItem(QString::fromStdString(lab->label()));
    m_lab->setVisible(m_labs.size() > 1);

    auto left = std::make_unique<QVBoxLayout>();
    left->addWidget(m_lab);
    left->addWidget(m_filter);
    left->addWidget(m_list, 1);
    auto right = std::make_unique<QVBoxLayout>();
    right->addWidget(m_hint);
    right->addWidget(m_area, 1);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18, 18, 18, 18);
    row->setSpacing(16);
    row->addLayout(left.release(), 3);
    row->addLayout(right.release(), 7);

    connect(m_lab, &QComboBox::currentIndexChanged, this, &OrderWayDialog::showLab);
    connect(m_filter, &QLineEdit::textChanged, m_filtered, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &OrderWayDialog::showOrder);
    retranslate();
    if (!m_labs.empty()) m_lab->setCurrentIndex(static_cast<int>(m_labs.size()) - 1);
    showLab();
    m_filter->setFocus();
}

void OrderWayDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void OrderWayDialog::retranslate() {
    setWindowTitle(tr("Open an order"));
    m_lab->setAccessibleName(tr("Run"));
    m_filter->setPlaceholderText(tr("Part of an order's id"));
    m_filter->setAccessibleName(tr("Filter of orders"));
    m_list->setAccessibleName(tr("Orders"));
    showOrder();
}

void OrderWayDialog::showLab() {
    QStringList ids;
    if (m_lab->currentIndex() >= 0) {
        for (const std::string& id : m_labs[static_cast<std::size_t>(m_lab->currentIndex())]->orders())
            ids += QString::fromStdString(id);
    }
    m_orders->setStringList(ids);
    if (m_filtered->rowCount() > 0) m_list->setCurrentIndex(m_filtered->index(0, 0));
    showOrder();
}

void OrderWayDialog::showOrder() {
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid()) {
        m_way->show({});
        m_hint->setText(m_orders->rowCount() == 0
                            ? tr("No order is known yet: start a sale, and its first orders are here.")
                            : tr("Choose an order to see its way through the roles."));
        return;
    }
    const QString id = current.data().toString();
    const LabPointer& lab = m_labs[static_cast<std::size_t>(m_lab->currentIndex())];
    m_way->show(lab->wayOf(id.toStdString()));
    m_hint->setText(tr("Order %1: where it was, and how long after its arrival.").arg(id));
}

}  // namespace rushlab::ui
