package io.stardust.server.db;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.SqlStatements;

/** How our stores read and bind, in every kind of database. */
final class StoreConventions implements JdbiPlugin {
    @Override
    public void customizeJdbi(Jdbi jdbi) {
        jdbi.registerArgument(new TextArgument());
        jdbi.configure(ColumnIndexes.class, _ -> {}); // made here, so that all statements share it
        var placeholders = new Placeholders();
        jdbi.configure(SqlStatements.class, of -> of.setSqlParser(placeholders).setTemplateEngine(placeholders));
    }
}
