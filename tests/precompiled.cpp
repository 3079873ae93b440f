// Only there so that precompiled.h is compiled.
