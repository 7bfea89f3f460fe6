package io.stardust.agent.host;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Asks things on the network for a sign of life, each for a second at most, and returns the ms until it came, negative
 * when none did. Stateless; blocks.
 */
class Reach {
    private static final int PATIENCE_MS = 1_000;
    /** What gateways listen on, if on anything; a refusal is an answer, too. */
    private static final int[] GATEWAY_PORTS = {53, 80, 443};

    private static final int DNS_PORT = 53;

    /** By an echo where this process may send one, else by whatever answers. */
    double gateway(String ip) {
        try {
            InetAddress address = InetAddress.getByName(ip);
            long from = System.nanoTime();
            if (address.isReachable(PATIENCE_MS)) return since(from);
            for (int port : GATEWAY_PORTS) {
                double ms = connect(new InetSocketAddress(address, port));
                if (ms >= 0) return ms;
            }
        } catch (IOException e) {
            return -1;
        }
        return -1;
    }

    /** By a question for the servers of the root, which every resolver can answer or refuse. */
    double nameServer(String ip) {
        int id = (int) (System.nanoTime() & 0xFFFF);
        byte[] question = {
            (byte) (id >> 8),
            (byte) id,
            1,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            0, // one question, recursion desired
            0,
            0,
            2,
            0,
            1 // the root's name, NS, IN
        };
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(new InetSocketAddress(InetAddress.getByName(ip), DNS_PORT));
            long from = System.nanoTime();
            socket.send(new DatagramPacket(question, question.length));
            var answer = new DatagramPacket(new byte[512], 512);
            socket.receive(answer);
            boolean ours =
                    answer.getLength() >= 2 && answer.getData()[0] == question[0] && answer.getData()[1] == question[1];
            return ours ? since(from) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** By opening a connection and closing it. */
    double server(String host, int port) {
        var address = new InetSocketAddress(host, port); // looked up before the clock starts
        return address.isUnresolved() ? -1 : connect(address);
    }

    private static double connect(InetSocketAddress address) {
        long from = System.nanoTime();
        try (var socket = new Socket()) {
            socket.connect(address, PATIENCE_MS);
            return since(from);
        } catch (ConnectException e) {
            double ms = since(from);
            boolean refused = ms < PATIENCE_MS && String.valueOf(e.getMessage()).contains("refused");
            return refused ? ms : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e6;
    }
}
