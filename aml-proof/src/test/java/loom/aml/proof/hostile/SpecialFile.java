package loom.aml.proof.hostile;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import loom.aml.proof.Tool;

/** What may have been put in the place of a file or a folder, and how. */
enum SpecialFile {
    /** Whoever opens it waits for the other end. */
    PIPE {
        @Override
        void make(Path path, Path outside) throws IOException {
            Tool.run("mkfifo", path.toString());
        }
    },
    SOCKET {
        @Override
        void make(Path path, Path outside) throws IOException {
            // The address of a socket is short, so it gets its name afterwards.
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
    /** Zeros without end. Only root can make it. */
    DEVICE {
        @Override
        void make(Path path, Path outside) throws IOException {
            Tool.run("mknod", path.toString(), "c", "1", "5");
        }
    };

    abstract void make(Path path, Path outside) throws IOException;
}
