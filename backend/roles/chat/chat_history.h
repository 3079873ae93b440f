// What was said in a room, from the archive, newest first, a page at a time.
// Belongs to its role's loop.
#pragma once

#include "roles/role.h"
#include "roles/visitors.h"

namespace rushlab::roles::chat {

class ChatHistory {
  public:
    ChatHistory(RoleContext& context, Visitors& visitors) : m_context(context), m_visitors(visitors) {}

    void addRoutes(io::HttpRouter& router);

  private:
    io::Awaitable<io::HttpResponse> show(io::HttpRequest& request);

    RoleContext& m_context;
    Visitors& m_visitors;
};

}  // namespace rushlab::roles::chat
