package loom.aml.proof.hostile;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.proof.Tool;

/** Special files that may replace a file or a folder, and how to create them. */
enum SpecialFile {
    /** Opening it blocks until the other end is open. */
    PIPE {
        @Override
        void make(Path path, Path outside) throws IOException {
            Tool.run("mkfifo", path.toString());
        }
    },
    SOCKET {
        @Override
        void make(Path path, Path outside) throws IOException {
            // Socket addresses must be short, so it is renamed afterwards.
            Path address = Files.createTempDirectory("aml").resolve("s");
            try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(UnixDomainSocketAddress.of(address));
                Tool.run("mv", address.toString(), path.toString());
            }
            Files.delete(address.getParent());
        }
    },
    FOLDER {
        @Override
        void make(Path path, Path outside) throws IOException {
            Files.createDirectory(path);
            Files.writeString(path.resolve("file"), "kept");
        }
    },
    LINK_TO_NOWHERE {
        @Override
        void make(Path path, Path outside) throws IOException {
            Files.createSymbolicLink(path, outside.resolve("made"));
        }
    },
    LINK_TO_ITSELF {
        @Override
        void make(Path path, Path outside) throws IOException {
            Files.createSymbolicLink(path, path.getFileName());
        }
    },
    LINK_TO_A_FILE_OUTSIDE {
        @Override
        void make(Path path, Path outside) throws IOException {
            Files.createSymbolicLink(path, outside.resolve("patterns.json"));
        }
    },
    LINK_TO_A_FOLDER_OUTSIDE {
        @Override
        void make(Path path, Path outside) throws IOException {
            Files.createSymbolicLink(path, outside);
        }
    },
    /** Endless zeros. Requires root. */
    DEVICE {
        @Override
        void make(Path path, Path outside) throws IOException {
            Tool.run("mknod", path.toString(), "c", "1", "5");
        }
    };

    abstract void make(Path path, Path outside) throws IOException;
}
