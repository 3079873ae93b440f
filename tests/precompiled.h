// The headers that nearly every test reads: compiled once. Qt Test alone takes longer to read than most tests.
#pragma once

#include "backend/precompiled.h"

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>
#include <set>

#include "io/loop.h"
