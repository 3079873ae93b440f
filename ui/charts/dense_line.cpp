#include "ui/charts/dense_line.h"

#include <QPaintEngine>
#include <algorithm>
#include <cmath>
#include <vector>

namespace rushlab::ui {
namespace {

constexpr double kValuesAPixel = 0.6;

struct Span {
    double top = 1e9, bottom = -1e9;
    bool isEmpty() const { return bottom < top; }
    void include(double y) {
        top = std::min(top, y);
        bottom = std::max(bottom, y);
    }
};

// What the line covers of each column; the first column is the one at `left`.
std::vector<Span> spansOf(const Piece& piece, double scale, int left, int right) {
    std::vector<Span> spans(static_cast<std::size_t>(std::max(0, right - left)));
    for (std::size_t at = 1; at < piece.size(); ++at) {
        const QPointF from = piece[at - 1] * scale, to = piece[at] * scale;
        const double steepness = to.x() > from.x() ? (to.y() - from.y()) / (to.x() - from.x()) : 0;
        const int first = std::max(left, static_cast<int>(std::floor(from.x())));
        const int last = std::min(right - 1, static_cast<int>(std::floor(to.x())));
        for (int column = first; column <= last; ++column) {
            Span& span = spans[static_cast<std::size_t>(column - left)];
            const double enters = std::max(from.x(), static_cast<double>(column));
            const double leaves = std::min(to.x(), column + 1.0);
            span.include(enters == from.x() ? from.y() : from.y() + steepness * (enters - from.x()));
            span.include(leaves == to.x() ? to.y() : from.y() + steepness * (leaves - from.x()));
        }
    }
    return spans;
}

// Whether a dash covers that place; the pattern's lengths are in widths of the pen.
bool isInked(double place, const QList<qreal>& pattern, double width, double length) {
    if (pattern.isEmpty()) return true;
    double rest = std::fmod(place, length);
    for (qsizetype at = 0; at < pattern.size(); ++at) {
        rest -= pattern[at] * width;
        if (rest < 0) return at % 2 == 0;
    }
    return false;
}

// With edges as light as the share of the pixel that they cover.
void fillColumn(QPainter& painter, int x, double top, double bottom, const QColor& colour) {
    const int first = static_cast<int>(std::ceil(top)), last = static_cast<int>(std::floor(bottom));
    QColor edge = colour;
    if (first > top) {
        edge.setAlphaF(static_cast<float>(first - top));
        painter.fillRect(QRect(x, first - 1, 1, 1), edge);
    }
    if (last > first) painter.fillRect(QRect(x, first, 1, last - first), colour);
    if (bottom > last) {
        edge.setAlphaF(static_cast<float>(bottom - last));
        painter.fillRect(QRect(x, last, 1, 1), edge);
    }
}

}  // namespace

bool isDense(const QPainter& painter, const Piece& piece) {
    const bool pixels = painter.paintEngine() && painter.paintEngine()->type() == QPaintEngine::Raster;
    const double width = piece.back().x() - piece.front().x();
    return pixels && piece.size() > 16 && static_cast<double>(piece.size()) > width * kValuesAPixel;
}

void drawDense(QPainter& painter, const Piece& piece, const QPen& pen, const QRectF& area) {
    const double scale = painter.device()->devicePixelRatioF();
    const int left = static_cast<int>(std::floor(std::max(area.left(), piece.front().x()) * scale));
    const int right = static_cast<int>(std::ceil(std::min(area.right(), piece.back().x()) * scale));
    const std::vector<Span> spans = spansOf(piece, scale, left, right);
    const double width = pen.widthF() * scale;
    const QList<qreal> pattern = pen.style() == Qt::SolidLine ? QList<qreal>() : pen.dashPattern();
    double length = 0;
    for (const qreal stroke : pattern)
        length += stroke * width;
    // Dashes stay with the values while the picture moves.
    const double start = left - piece.front().x() * scale;
    painter.save();
    painter.scale(1 / scale, 1 / scale);
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t column = 0; column < spans.size(); ++column) {
        const Span& span = spans[column];
        if (span.isEmpty()) continue;
        const bool peak = span.bottom - span.top > 2 * width;
        if (!peak && !isInked(start + static_cast<double>(column), pattern, width, length)) continue;
        fillColumn(painter, left + static_cast<int>(column), span.top - width / 2, span.bottom + width / 2,
                   pen.color());
    }
    painter.restore();
}

}  // namespace rushlab::ui
