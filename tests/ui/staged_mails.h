// A desk for mails in the middle of its work: what a page about mails is shown in tests.
// Plain values.
#pragma once

#include "lab/mail_desk.h"

namespace rushlab::ui {

// By the queue, after all was tried in memory and by the list; a consumer was killed, and two mails came again.
inline lab::MailView stagedMails() {
    using enum lab::MailStage;
    lab::MailView view;
    view.node = lab::NodeState::Up;
    view.way = "queue";
    view.counts = {.signedUp = 9, .delivered = 5, .lost = 1, .duplicated = 1, .wentBack = 2};
    view.everyWay = {{"async", {20, 12, 8, 0, 0}}, {"list", {24, 21, 3, 0, 0}}, {"queue", view.counts}};
    view.letters = 38;
    view.shown = {{1, Delivered, 1, 1},
                  {2, Delivered, 1, 1},
                  {3, Delivered, 2, 2},
                  {4, Delivered, 1, 1},
                  {5, Lost, 1, 0},
                  {6, Stored, 1, 1, "worker-1"},
                  {7, UnderWay, 2, 0, "worker-2"},
                  {8, Waiting, 1, 0},
                  {9, Waiting, 0, 0}};
    return view;
}

}  // namespace rushlab::ui
