package io.stardust.server.db;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes records from rows: component {@code deploymentId} from column {@code deployment_id}. Knows {@code long},
 * {@code int}, {@code double}, {@code boolean}, their boxes (null = SQL null), {@code String}, enums by name, and
 * records within the record, which are made from the same row. Jdbi's own mapper does the same, but reads the
 * constructor's annotations anew for every query: half of a write's time. Immutable and thread-safe.
 */
public final class Rows<R extends Record> implements RowMapper<R> {
    private final Class<R> type;
    private final MethodHandles.Lookup lookup;
    private final RecordComponent[] components;
    private final String[] columns;
    private final @Nullable Rows<?>[] inner; // null: a column
    /** Made at first use: a dozen of them would take a quarter of the server's start. */
    private volatile @Nullable MethodHandle constructor;

    private Rows(Class<R> type, String prefix, MethodHandles.Lookup lookup) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.columns = Arrays.stream(components)
                .map(component -> prefix + snake(component.getName()))
                .toArray(String[]::new);
        this.inner = Arrays.stream(components)
                .map(component -> component.getType().isRecord()
                        ? new Rows<>(component.getType().asSubclass(Record.class), prefix, lookup)
                        : null)
                .toArray(Rows<?>[]::new);
        this.lookup = lookup;
    }

    private MethodHandle constructor() {
        MethodHandle made = constructor;
        if (made != null) return made;
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            made = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s cannot be made from rows".formatted(type), e);
        }
        constructor = made; // who comes at the same time makes an equal one
        return made;
    }

    /** A mapper of rows to {@code type}, which {@code lookup}, the caller's, can construct. */
    public static <R extends Record> Rows<R> of(MethodHandles.Lookup lookup, Class<R> type) {
        return of(lookup, type, "");
    }

    /** As {@link #of(MethodHandles.Lookup, Class)}, from the columns whose names begin with {@code prefix}. */
    public static <R extends Record> Rows<R> of(MethodHandles.Lookup lookup, Class<R> type, String prefix) {
        return new Rows<>(type, prefix, lookup);
    }

    private static String snake(String name) {
        var column = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c)) column.append('_').append(Character.toLowerCase(c));
            else column.append(c);
        }
        return column.toString();
    }

    @Override
    public R map(ResultSet row, StatementContext context) throws SQLException {
        return specialize(row, context).map(row, context);
    }

    @Override
    public RowMapper<R> specialize(ResultSet row, StatementContext context) throws SQLException {
        return in(ColumnIndexes.of(row, context));
    }

    /** The mapper for the rows of one query, whose columns are {@code there}. */
    public RowMapper<R> in(Map<String, Integer> there) {
        int[] indexes = indexes(there);
        @Nullable RowMapper<?>[] within = new @Nullable RowMapper<?>[inner.length];
        for (int i = 0; i < inner.length; i++) {
            @Nullable Rows<?> rows = inner[i];
            if (rows != null) within[i] = rows.in(there);
        }
        MethodHandle maker = constructor();
        return (row, context) -> map(row, context, indexes, within, maker);
    }

    /** A mapper that {@code maker} makes anew for every query; for rows that hold more than one record. */
    public static <T> RowMapper<T> perQuery(PerQuery<T> maker) {
        return new RowMapper<>() {
            @Override
            public T map(ResultSet row, StatementContext context) throws SQLException {
                return specialize(row, context).map(row, context);
            }

            @Override
            public RowMapper<T> specialize(ResultSet row, StatementContext context) throws SQLException {
                return maker.in(ColumnIndexes.of(row, context));
            }
        };
    }

    /** Makes the mapper for the rows of one query. */
    @FunctionalInterface
    public interface PerQuery<T> {
        /** Returns it; {@code there} has the index of every column of the query, by its name in lower case. */
        RowMapper<T> in(Map<String, Integer> there);
    }

    private int[] indexes(Map<String, Integer> there) {
        int[] indexes = new int[columns.length];
        for (int i = 0; i < indexes.length; i++) {
            if (inner[i] != null) continue;
            Integer index = there.get(columns[i]);
            if (index == null) throw new IllegalStateException("no column %s for %s".formatted(columns[i], type));
            indexes[i] = index;
        }
        return indexes;
    }

    private R map(
            ResultSet row, StatementContext context, int[] indexes, @Nullable RowMapper<?>[] within, MethodHandle maker)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            @Nullable RowMapper<?> mapper = within[i];
            values[i] = mapper == null ? value(row, indexes[i], components[i].getType()) : mapper.map(row, context);
        }
        try {
            return type.cast((Object) maker.invokeExact(values));
        } catch (Throwable e) {
            throw new SQLException("cannot make %s".formatted(type), e);
        }
    }

    private static @Nullable Object value(ResultSet row, int index, Class<?> kind) throws SQLException {
        Object value = switch (kind.getName()) {
            case "long", "java.lang.Long" -> row.getLong(index);
            case "int", "java.lang.Integer" -> row.getInt(index);
            case "double", "java.lang.Double" -> row.getDouble(index);
            case "boolean", "java.lang.Boolean" -> row.getBoolean(index);
            default -> row.getString(index);
        };
        if (value == null || (!kind.isPrimitive() && row.wasNull())) return null;
        return kind.isEnum() ? constant(kind, (String) value) : value;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // asked before: it is an enum
    private static Enum<?> constant(Class<?> kind, String name) {
        return Enum.valueOf((Class) kind, name);
    }
}
