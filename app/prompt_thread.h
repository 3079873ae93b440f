// Asks the kernel to let the calling thread have its turn soon, where many threads want the processor: in short slices,
// often, and no larger a share than before. For the thread that draws the window while a shop takes both processors.
// Threads that it starts afterwards are like all others. Linux before 6.12 has no such wish, and lets it pass.
#pragma once

namespace rushlab::app {

void preferShortTurns();

}  // namespace rushlab::app
