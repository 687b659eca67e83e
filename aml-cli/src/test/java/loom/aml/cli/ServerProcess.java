package loom.aml.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real {@code aml serve} as a separate process.
 *
 * @param url the beginning of its addresses
 * @param link a link that signs in once
 */
record ServerProcess(Process process, String url, String link) implements AutoCloseable {

    /**
     * Starts a server on a free port.
     *
     * @param jvm options of the JVM
     * @param arguments further arguments of the command
     */
    static ServerProcess start(Path project, Map<String, String> environment, List<String> jvm, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty(
                        "aml.java",
                        Path.of(System.getProperty("java.home"), "bin/java").toString()),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED"));
        command.addAll(jvm);
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), "loom.aml.cli.Main", "serve", "--port", "0"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HOME", project.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("LOOM_AML_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String first = String.valueOf(out.readLine());
        if (!first.contains(" at http")) {
            process.destroyForcibly();
            throw new IOException("the server did not start: " + first);
        }
        String url =
                first.substring(first.indexOf(" at http") + " at ".length()).split("[;,]")[0];
        String link = out.readLine().strip().substring("sign in: ".length());
        return new ServerProcess(process, url, link);
    }

    int port() {
        return URI.create(url).getPort();
    }

    /** The code in a link, with its name. */
    static String queryOf(String link) {
        return link.substring(link.indexOf('?'));
    }

    /** Sends bytes and returns all that is answered until the server closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Sends a request with the right host, and returns the answer. */
    String send(String line, String body, String... headers) throws IOException {
        StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return raw(request + "Connection: close\r\n\r\n" + body);
    }

    /** Returns the cookie that the link is exchanged for, as a header. */
    String signIn() throws IOException {
        String answer = send("GET /sign-in" + queryOf(link), "");
        int begin = answer.indexOf("Set-cookie: ") + "Set-cookie: ".length();
        return "Cookie: " + answer.substring(begin, answer.indexOf(';', begin));
    }

    static int status(String answer) {
        return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    /** Asks the process to stop and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the server did not stop");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
