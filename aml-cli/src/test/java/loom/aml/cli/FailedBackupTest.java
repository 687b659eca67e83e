package loom.aml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import loom.aml.CaseSample;
import loom.aml.io.Disk;
import loom.aml.io.DiskFullException;
import loom.aml.io.LocalDisk;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A failed backup raises an alert, for every problem with the backup folder and every command that creates a backup.
 */
class FailedBackupTest {
    private static final Instant DAY_0 = Instant.parse("2026-11-01T04:00:00Z");
    private static final List<String> COMMANDS =
            List.of("backup auto", "backup auto --full", "backup create", "backup create --full", "maintain --yes");

    @TempDir
    private Path directory;

    private Path memory;
    private Path backups;

    /** An obstacle to backups, with its removal. */
    private enum Obstacle {
        FILE_IN_ITS_PLACE {
            @Override
            void put(Path folder) throws IOException {
                Files.writeString(folder, "in the way");
            }
        },
        PIPE_IN_ITS_PLACE {
            @Override
            void put(Path folder) throws IOException {
                pipe(folder);
            }
        },
        LINK_TO_A_DISK_THAT_IS_NOT_MOUNTED {
            @Override
            void put(Path folder) throws IOException {
                Files.createSymbolicLink(folder, folder.resolveSibling("not-mounted/backups"));
            }
        },
        LINK_TO_A_FILE {
            @Override
            void put(Path folder) throws IOException {
                Files.createSymbolicLink(folder, Files.writeString(folder.resolveSibling("a-file"), "x"));
            }
        },
        LINK_TO_ITSELF {
            @Override
            void put(Path folder) throws IOException {
                Files.createSymbolicLink(folder, folder.getFileName());
            }
        },
        FILE_IN_THE_PLACE_OF_THE_FOLDER_BELOW {
            @Override
            void put(Path folder) throws IOException {
                Files.writeString(Files.createDirectory(folder).resolve("aml"), "in the way");
            }
        },
        FILE_IN_THE_PLACE_OF_THE_RECORDS {
            @Override
            void put(Path folder) throws IOException {
                Files.writeString(Files.createDirectories(folder.resolve("aml")).resolve("runs"), "in the way");
            }
        },
        FILE_IN_THE_PLACE_OF_THE_GENERATIONS {
            @Override
            void put(Path folder) throws IOException {
                Files.writeString(Files.createDirectories(folder.resolve("aml")).resolve("generations"), "in the way");
            }
        },
        PIPE_IN_THE_PLACE_OF_THE_DESCRIPTION {
            @Override
            void put(Path folder) throws IOException {
                pipe(Files.createDirectories(folder.resolve("aml")).resolve("repository.json"));
            }
        },
        READ_ONLY_FOLDER {
            @Override
            void put(Path folder) throws IOException {
                Files.createDirectory(folder);
            }

            @Override
            IOException failure(Path path) {
                return new AccessDeniedException(path.toString());
            }
        },
        READ_ONLY_DISK {
            @Override
            void put(Path folder) throws IOException {
                Files.createDirectory(folder);
            }

            @Override
            IOException failure(Path path) {
                return new FileSystemException(path.toString(), null, "Read-only file system");
            }
        },
        FULL_DISK {
            @Override
            void put(Path folder) throws IOException {
                Files.createDirectory(folder);
            }

            @Override
            IOException failure(Path path) {
                return new DiskFullException(new FileSystemException(path.toString(), null, "No space left on device"));
            }
        };

        abstract void put(Path folder) throws IOException;

        /** The failure of writes to the folder; empty if the obstacle itself causes it. */
        @Nullable
        IOException failure(Path path) {
            return null;
        }

        private static void pipe(Path path) throws IOException {
            try {
                assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                        .isZero();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private static Stream<Arguments> everyObstacleToEveryCommand() {
        return Stream.of(Obstacle.values())
                .flatMap(obstacle -> commands(obstacle).stream().map(command -> Arguments.of(obstacle, command)));
    }

    /** Returns one command, another for the next obstacle; all of them if everything is tried. */
    private static List<String> commands(Obstacle obstacle) {
        int one = Math.floorMod(CaseSample.SEED + obstacle.ordinal(), COMMANDS.size());
        return CaseSample.isFull() ? COMMANDS : List.of(COMMANDS.get(one));
    }

    @BeforeEach
    void makeStore() {
        memory = directory.resolve(".loom/memory");
        backups = directory.resolve(".loom/memory-backup");
        assertThat(new Cli(directory)
                        .run("sample", memory.toString(), "--items", "20", "--seed", "1")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    /** The real disk, except that writes below the backup folder fail. */
    private Disk disk(Obstacle obstacle) {
        Disk real = new LocalDisk();
        return (Disk) Proxy.newProxyInstance(
                FailedBackupTest.class.getClassLoader(), new Class<?>[] {Disk.class}, (_, method, arguments) -> {
                    boolean makes =
                            List.of("create", "append", "createDirectory").contains(method.getName());
                    if (makes && arguments[0] instanceof Path path && path.startsWith(backups)) {
                        IOException failure = obstacle.failure(path);
                        if (failure != null) {
                            throw failure;
                        }
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Cli.Result run(Obstacle obstacle, int day, String command) {
        return new Cli(directory)
                .at(DAY_0.plus(Duration.ofDays(day)))
                .on(disk(obstacle))
                .run(command.split(" "));
    }

    private Cli.Result run(int day, String command) {
        return new Cli(directory).at(DAY_0.plus(Duration.ofDays(day))).run(command.split(" "));
    }

    private Map<String, String> items() throws IOException {
        try (Stream<Path> files = Files.walk(memory)) {
            Map<String, String> items = new TreeMap<>();
            for (Path file : files.filter(file -> file.toString().matches(".*(patterns|solutions|decisions)\\.json"))
                    .toList()) {
                items.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return items;
        }
    }

    private String alerts() throws IOException {
        Path file = memory.resolve("monitoring/alerts.json");
        return Files.exists(file) ? Files.readString(file) : "none";
    }

    private void clear() throws IOException {
        try (Stream<Path> paths = Files.exists(backups) ? Files.walk(backups) : Stream.of(backups)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyObstacleToEveryCommand")
    void failedBackup_isReported_andAlerted_andNoItemIsRemoved(Obstacle obstacle, String command) throws IOException {
        obstacle.put(backups);
        Map<String, String> before = items();

        Cli.Result result = run(obstacle, 0, command);

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err())
                .containsAnyOf("memory-backup", "a-file", "no space")
                .doesNotContain("internal error");
        assertThat(alerts()).as(result.err()).contains("a backup failed");
        assertThat(items()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void repeatedFailures_raiseOneAlert_whichTheNextBackupResolves(Obstacle obstacle) throws IOException {
        obstacle.put(backups);
        for (int day = 0; day < 3; day++) {
            run(obstacle, day, "backup auto");
        }
        assertThat(alerts().split("a backup failed", -1)).hasSize(2);

        clear();
        assertThat(run(3, "backup auto").code()).isEqualTo(ExitCode.DONE);
        run(3, "monitor report");

        assertThat(run(3, "monitor alerts").out()).doesNotContain("a backup failed");
    }

    @ParameterizedTest
    @EnumSource
    void readOnlyCommands_stillWork(Obstacle obstacle) throws IOException {
        obstacle.put(backups);

        assertThat(run(obstacle, 0, "agents").code()).isEqualTo(ExitCode.DONE);
        assertThat(run(obstacle, 0, "search retry").code()).isEqualTo(ExitCode.DONE);
        assertThat(run(obstacle, 0, "monitor health").out()).contains("backup");
    }

    @Test
    void alertsReachTheUsersCommand() throws IOException {
        Path said = directory.resolve("said");
        Obstacle.FILE_IN_ITS_PLACE.put(backups);

        new Cli(directory)
                .with("LOOM_AML_ALERTS_COMMAND", "cat >> '" + said + "'")
                .at(DAY_0)
                .run("backup", "create");

        assertThat(said).content().contains("a backup failed");
    }
}
