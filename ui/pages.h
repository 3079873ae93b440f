// The pages of the window, in the order of its navigation: a page is one file, and a line in pages.cpp.
#pragma once

#include <span>

#include "ui/page.h"

namespace rushlab::ui {

struct PageEntry {
    const char* id;    // "flash-sale"
    const char* icon;  // of resources/icons: "flash_sale"
    Page* (*make)(PageContext& context, QWidget* parent);
};

std::span<const PageEntry> allPages();

}  // namespace rushlab::ui
