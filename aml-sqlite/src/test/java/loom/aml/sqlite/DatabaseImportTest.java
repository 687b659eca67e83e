package loom.aml.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import loom.aml.app.OpenStore;
import loom.aml.app.exchange.ImportItems;
import loom.aml.app.exchange.ImportResult;
import loom.aml.app.exchange.ReadSource;
import loom.aml.app.host.SilentFrontEnd;
import loom.aml.app.run.RunOptions;
import loom.aml.config.Configuration;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.Reading;
import loom.aml.exchange.Strategy;
import loom.aml.io.LocalDisk;
import loom.aml.store.StoreOptions;
import loom.aml.store.kind.StoreKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases with the tables that the programs create, written by the driver. */
class DatabaseImportTest {
    private static final String MEM0 = """
            CREATE TABLE IF NOT EXISTS history (id TEXT PRIMARY KEY, memory_id TEXT, old_memory TEXT, new_memory TEXT,
            event TEXT, created_at DATETIME, updated_at DATETIME, is_deleted INTEGER, actor_id TEXT, role TEXT)""";

    private static final String CLAUDE_MEM = """
            CREATE TABLE observations (id INTEGER PRIMARY KEY AUTOINCREMENT, memory_session_id TEXT NOT NULL,
            project TEXT NOT NULL, text TEXT, type TEXT NOT NULL, title TEXT, subtitle TEXT, facts TEXT, narrative TEXT,
            concepts TEXT, files_read TEXT, files_modified TEXT, prompt_number INTEGER, discovery_tokens INTEGER DEFAULT 0,
            created_at TEXT NOT NULL, created_at_epoch INTEGER NOT NULL)""";

    private static final String MCP_MEMORY_SERVICE = """
            CREATE TABLE memories (id INTEGER PRIMARY KEY AUTOINCREMENT, content_hash TEXT UNIQUE NOT NULL,
            content TEXT NOT NULL, tags TEXT, memory_type TEXT, metadata TEXT, created_at REAL, updated_at REAL,
            created_at_iso TEXT, updated_at_iso TEXT, deleted_at REAL DEFAULT NULL)""";

    @TempDir
    Path directory;

    private Path database(String name, String... statements) throws SQLException {
        Path file = directory.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
        return file;
    }

    private static Reading read(Path file) throws IOException {
        return new ReadSource(new LocalDisk(), StoreOptions.DEFAULT)
                .run(new ReadSource.Request(file, Optional.empty()));
    }

    private ImportResult importInto(String store, Reading source) throws Exception {
        Path root = directory.resolve(store);
        Files.createDirectories(root.resolve("global"));
        try (OpenStore opened = new OpenStore(
                StoreKinds.open(new LocalDisk(), root, StoreOptions.DEFAULT),
                Configuration.DEFAULT,
                () -> new SplittableRandom(1))) {
            return new ImportItems(opened, new SilentFrontEnd())
                    .run(
                            new ImportItems.Request(source, Strategy.MERGE, Optional.empty(), Set.of()),
                            new RunOptions(false, true));
        }
    }

    @Test
    void mem0_givesTheLastVersionOfEachMemory_andTombstones() throws Exception {
        Path file = database(
                "history.db",
                MEM0,
                "INSERT INTO history VALUES ('1','a',NULL,'Likes tea','ADD','2026-01-01T00:00:00','2026-01-01T00:00:00',0,NULL,NULL)",
                "INSERT INTO history VALUES ('2','b',NULL,'Lives in Rome','ADD','2026-01-01T00:00:00',NULL,0,'Ada','user')",
                "INSERT INTO history VALUES ('3','a','Likes tea','Likes green tea','UPDATE','2026-02-01T00:00:00','2026-02-01T00:00:00',0,NULL,NULL)",
                "INSERT INTO history VALUES ('4','c',NULL,'Gone','ADD','2026-01-01T00:00:00',NULL,0,NULL,NULL)",
                "INSERT INTO history VALUES ('5','c','Gone',NULL,'DELETE','2026-03-01T00:00:00','2026-03-01T00:00:00',1,NULL,NULL)");

        Reading reading = read(file);

        assertThat(reading.format()).isEqualTo(ExchangeFormat.MEM0);
        assertThat(reading.items()).hasSize(2);
        assertThat(reading.items()).anySatisfy(item -> {
            assertThat(item.words().text()).isEqualTo("Likes green tea\n");
            assertThat(item.words().created()).contains("2026-01-01T00:00:00");
            assertThat(item.words().updated()).contains("2026-02-01T00:00:00");
        });
        assertThat(reading.items()).anySatisfy(item -> assertThat(item.agent()).isEqualTo("ada"));
        assertThat(reading.tombstones())
                .singleElement()
                .satisfies(each -> assertThat(each.home()).endsWith("/note/c"));
    }

    @Test
    void claudeMem_givesObservations_withFactsConceptsAndTimes() throws Exception {
        Path file = database(
                "claude-mem.db",
                CLAUDE_MEM,
                "INSERT INTO observations (memory_session_id, project, type, title, subtitle, facts, narrative, concepts,"
                        + " files_read, prompt_number, created_at, created_at_epoch) VALUES ('s1','shop','bugfix','Login fails',"
                        + "'clock skew','[\"the clock was late\",\"NTP was off\"]','The token expired.','[\"auth\",\"time\"]',"
                        + "'[\"src/login.ts\"]',3,'2026-01-01T00:00:00.000Z',1767225600000)",
                "INSERT INTO observations (memory_session_id, project, type, created_at, created_at_epoch)"
                        + " VALUES ('s1','shop','change','2026-01-01T00:00:00.000Z',1767225600000)");

        Reading reading = read(file);

        assertThat(reading.format()).isEqualTo(ExchangeFormat.CLAUDE_MEM);
        assertThat(reading.items()).singleElement().satisfies(item -> {
            assertThat(item.home()).isEqualTo("shop/note/claude-mem-1");
            assertThat(item.words().text()).isEqualTo("The token expired.\n\n- the clock was late\n- NTP was off\n");
            assertThat(item.words().tags()).containsExactly("auth", "time");
            assertThat(item.original()).contains("\"files_read\":[\"src/login.ts\"]", "\"prompt_number\":3");
        });
        assertThat(reading.findings()).anyMatch(finding -> finding.what().startsWith("1 rows of table"));
        ImportResult result = importInto("a/.loom/memory", reading);
        assertThat(result.plan().counts().added()).isEqualTo(1);
        assertThat(directory.resolve("a/.loom/memory/shop/solutions.json")).exists();
        assertThat(importInto("a/.loom/memory", read(file)).plan().counts().unchanged())
                .isEqualTo(1);
    }

    @Test
    void memoryService_givesMemories_withTagsTypesAndTimes() throws Exception {
        Path file = database(
                "sqlite_vec.db",
                MCP_MEMORY_SERVICE,
                "INSERT INTO memories (content_hash, content, tags, memory_type, metadata, created_at, updated_at)"
                        + " VALUES ('h1','# Deploys\n\nOn Tuesday.','ops,shop','decision','{\"source\":\"chat\"}',1767225600.5,1767225601)",
                "INSERT INTO memories (content_hash, content, deleted_at) VALUES ('h2','gone',1767225600)");

        Reading reading = read(file);

        assertThat(reading.format()).isEqualTo(ExchangeFormat.MCP_MEMORY_SERVICE);
        assertThat(reading.items()).singleElement().satisfies(item -> {
            assertThat(item.words().title()).isEqualTo("Deploys");
            assertThat(item.words().tags()).containsExactly("ops", "shop");
            assertThat(item.words().created()).contains("2026-01-01T00:00:00.500Z");
            assertThat(item.original()).contains("\"metadata\":{\"source\":\"chat\"}");
        });
        assertThat(reading.tombstones()).hasSize(1);
        importInto("b/.loom/memory", reading);
        assertThat(directory.resolve("b/.loom/memory/memory/decisions.json")).exists();
    }

    @Test
    void database_isNotTouched_andALogBesideItIsReported() throws Exception {
        Path file = directory.resolve("odd name?#%.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("wal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute(MCP_MEMORY_SERVICE);
            statement.execute("INSERT INTO memories (content_hash, content) VALUES ('h1','one')");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            statement.execute("INSERT INTO memories (content_hash, content) VALUES ('h2','two')");
            Files.copy(directory.resolve("wal.db"), file);
            Files.copy(directory.resolve("wal.db-wal"), directory.resolve("odd name?#%.db-wal"));
        }
        byte[] before = Files.readAllBytes(file);

        Reading reading = read(file);

        assertThat(reading.items()).hasSize(1);
        assertThat(reading.findings()).anyMatch(finding -> finding.where().endsWith("-wal"));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(each -> each.getFileName().toString().startsWith("odd")))
                    .hasSize(2);
        }
    }

    @Test
    void missingColumns_areNamed() throws Exception {
        Path partial = database(
                "partial.db",
                "CREATE TABLE observations (id INTEGER, type TEXT, text TEXT)",
                "INSERT INTO observations VALUES (1, 'note', 'hello')");
        assertThat(read(partial).items()).hasSize(1);
        assertThat(read(partial).findings()).anyMatch(finding -> finding.what().contains("has no column title"));

        Path without = database("without.db", "CREATE TABLE memories (content TEXT)");
        assertThatThrownBy(() -> read(without)).hasMessageContaining("table memories has no column content_hash");
        Path other = database("other.db", "CREATE TABLE users (name TEXT)");
        assertThatThrownBy(() -> read(other)).hasMessageContaining("no table history of mem0");
    }

    @Test
    void viewsAndVirtualTables_areNotRun() throws Exception {
        Path view = database(
                "view.db",
                "CREATE VIEW memories AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                        + " SELECT i AS content_hash, 'x' AS content FROM n");
        assertThatThrownBy(() -> read(view)).hasMessageContaining("has no table");
        Path virtual = database("virtual.db", "CREATE VIRTUAL TABLE memories USING fts5(content_hash, content)");
        assertThatThrownBy(() -> read(virtual)).hasMessageContaining("has no table");
    }

    @Test
    void wrongTypes_areReadAsText_orLeftOut() throws Exception {
        Path file = database(
                "types.db",
                "CREATE TABLE memories (content_hash, content, tags, metadata, created_at, memory_type)",
                "INSERT INTO memories VALUES (1, 2.5, x'ff00', '{broken', 'yesterday', NULL)",
                "INSERT INTO memories VALUES (x'6869', x'746578740a', '[1, 2]', '[', -1e300, 7)",
                "INSERT INTO memories VALUES (NULL, NULL, NULL, NULL, NULL, NULL)");

        Reading reading = read(file);

        assertThat(reading.items()).hasSize(2);
        assertThat(importInto("c/.loom/memory", reading).plan().counts().added())
                .isEqualTo(2);
    }

    @Test
    void damagedDatabase_failsWithWords_orGivesWhatIsReadable() throws Exception {
        String[] statements = new String[401];
        statements[0] = MCP_MEMORY_SERVICE;
        for (int i = 1; i < statements.length; i++) {
            statements[i] = "INSERT INTO memories (content_hash, content) VALUES ('h" + i + "', '" + "word ".repeat(40)
                    + i + "')";
        }
        Path file = database("whole.db", statements);
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 40; i++) {
            byte[] damaged = random.nextBoolean()
                    ? Arrays.copyOf(whole, 100 + random.nextInt(whole.length - 100))
                    : whole.clone();
            for (int flip = random.nextInt(200); flip > 0; flip--) {
                damaged[16 + random.nextInt(damaged.length - 16)] = (byte) random.nextInt();
            }
            Path copy = Files.write(directory.resolve("damaged-" + i + ".db"), damaged);
            try {
                assertThat(read(copy).items()).hasSizeLessThanOrEqualTo(400);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        Path text = Files.write(
                directory.resolve("text.db"), "SQLite format 3\0 and text".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }
}
