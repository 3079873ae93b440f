// The headers that nearly every file of the window reads: compiled once.
#pragma once

#include "backend/precompiled.h"

#include <QtWidgets>

#include "scenarios/scenario.h"
