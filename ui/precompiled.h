// The headers that nearly every file of the window reads, and many of the tests: compiled once.
#pragma once

#include "backend/precompiled.h"

#include <QtWidgets>
