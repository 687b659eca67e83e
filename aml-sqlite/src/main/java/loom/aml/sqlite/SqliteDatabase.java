package loom.aml.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import loom.aml.exchange.Database;
import org.jspecify.annotations.Nullable;

/** An open SQLite database. Views and virtual tables are not read, since code would run for each of their rows. */
final class SqliteDatabase implements Database {
    private final Connection connection;

    private SqliteDatabase(Connection connection) {
        this.connection = connection;
    }

    static SqliteDatabase of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA cell_size_check = ON");
        }
        return new SqliteDatabase(connection);
    }

    @Override
    public List<String> columns(String table) throws IOException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT c.name FROM pragma_table_list AS t, pragma_table_info(t.name) AS c"
                        + " WHERE t.schema = 'main' AND t.type = 'table' AND t.name = ? ORDER BY c.cid")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
            return columns;
        } catch (SQLException e) {
            throw inWords(e);
        }
    }

    @Override
    public void read(String table, List<String> columns, Rows rows) throws IOException {
        String names =
                String.join(", ", columns.stream().map(SqliteDatabase::quoted).toList());
        try (Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery("SELECT " + names + " FROM main." + quoted(table))) {
            while (all.next()) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.put(columns.get(i), value(all, i + 1));
                }
                rows.row(values);
            }
        } catch (SQLException e) {
            throw inWords(e);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static @Nullable Object value(ResultSet row, int column) throws SQLException {
        return switch (row.getObject(column)) {
            case Integer number -> number.longValue();
            case byte[] bytes -> text(bytes);
            case null -> null;
            case Object other -> other;
        };
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static IOException inWords(SQLException e) {
        return new IOException(String.valueOf(e.getMessage()), e);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw inWords(e);
        }
    }
}
