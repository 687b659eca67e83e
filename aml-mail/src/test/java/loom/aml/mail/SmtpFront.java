package loom.aml.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A server for what GreenMail cannot do: it offers STARTTLS and passes the protected conversation on to GreenMail, or gives answers of a
 * script.
 */
final class SmtpFront implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers;
    private final SSLSocketFactory tls;
    private final int behind;

    private SmtpFront(Map<String, String> answers, SSLSocketFactory tls, int behind) throws IOException {
        this.answers = answers;
        this.tls = tls;
        this.behind = behind;
        Thread.ofVirtual().start(this::accept);
    }

    /** @param behind the port of the server that gets the conversation */
    static SmtpFront startTls(SSLSocketFactory tls, int behind) throws IOException {
        return new SmtpFront(Map.of("EHLO", "250-front\r\n250 STARTTLS", "STARTTLS", "220 go ahead"), tls, behind);
    }

    /** @param answers the answers to commands by the whole line or the first word; others are accepted */
    static SmtpFront answering(Map<String, String> answers) throws IOException {
        return new SmtpFront(answers, (SSLSocketFactory) SSLSocketFactory.getDefault(), 0);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Returns the commands that were sent without protection. */
    List<String> commands() {
        return commands;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client or the test is done.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        say(client, "220 front");
        boolean isText = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (isText) {
                isText = !line.equals(".");
                if (!isText) {
                    say(client, answers.getOrDefault(".", "250 ok"));
                }
                continue;
            }
            commands.add(line);
            String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            String usual = word.equals("DATA") ? "354 go ahead" : "250 ok";
            String answer = answers.getOrDefault(line, answers.getOrDefault(word, usual));
            isText = answer.startsWith("354");
            say(client, answer);
            if (word.equals("STARTTLS") && answer.startsWith("220")) {
                passOn(client);
                return;
            }
        }
    }

    private void passOn(Socket client) throws IOException {
        try (SSLSocket secure = (SSLSocket) tls.createSocket(client, null, client.getPort(), true);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            secure.setUseClientMode(false);
            secure.startHandshake();
            BufferedReader greeting =
                    new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII), 1);
            greeting.readLine();
            Thread.ofVirtual().start(() -> copy(server, secure));
            secure.getInputStream().transferTo(server.getOutputStream());
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // The conversation is over.
        }
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
