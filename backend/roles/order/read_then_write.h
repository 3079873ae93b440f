// The sale as a service layer writes it that does not think of others: read the stock, test it here, write it back.
// Between the two everybody else may read the same number. Strategies differ in what they put around it.
// Belongs to its instance's loop.
#pragma once

#include "roles/order/sql_sale.h"

namespace rushlab::roles {

class ReadThenWrite {
  public:
    ReadThenWrite(RoleContext& context, std::string_view strategy) : m_context(context), m_sale(context, strategy) {}

    // `first` runs in the writing transaction, before it writes: it may refuse a writer that was overtaken.
    io::Awaitable<Result<Placed>> place(PlaceOrder order, SqlSale::Take first, Deadline deadline);

  private:
    RoleContext& m_context;
    SqlSale m_sale;
};

}  // namespace rushlab::roles
