package io.stardust.server.db;

import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Binds texts. PostgreSQL's cannot hold the character NUL, which output of programs may contain; in every database a
 * replacement character (U+FFFD) stands in its place, so that a row means the same in each.
 */
final class TextArgument extends AbstractArgumentFactory<String> {
    TextArgument() {
        super(Types.VARCHAR);
    }

    /** {@code text} as every database can hold it. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    @Override
    protected Argument build(String value, ConfigRegistry config) {
        String text = storable(value);
        return (position, statement, _) -> statement.setString(position, text);
    }
}
