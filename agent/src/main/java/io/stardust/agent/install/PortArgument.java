package io.stardust.agent.install;

import io.stardust.protocol.deploy.CommandLine;
import io.stardust.protocol.deploy.ServiceInfo;
import io.stardust.protocol.start.StartRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Tells an app its port by an argument, where it would not look at the environment. */
final class PortArgument {
    private static final String PLACE = "{port}";
    private static final String SPRING = "--server.port=" + PLACE;
    private static final String DOTNET = "urls=http://*:" + PLACE; // upstream's

    private PortArgument() {}

    /**
     * The command with the argument at its end; unchanged if there is no port, none is wanted, or it is there already.
     *
     * @throws IllegalArgumentException if the argument's quotes are not closed
     */
    static List<String> added(ServiceInfo service, List<String> command, Map<String, String> environment) {
        if (service.port() <= 0) return command;
        String wanted = service.portArgument() == null ? usual(command, environment) : service.portArgument();
        List<String> all = new ArrayList<>(command);
        for (String word : CommandLine.split(wanted)) {
            if (all.size() == command.size() && isThere(command, word)) return command;
            all.add(word.replace(PLACE, Integer.toString(service.port())));
        }
        return all;
    }

    /** By the kind of app; an app that is told by its environment needs no argument. */
    private static String usual(List<String> command, Map<String, String> environment) {
        if (command.size() < 2) return "";
        boolean jar = command.size() > 2 && command.get(1).equals("-jar");
        if (jar && !environment.containsKey("SERVER_PORT") && isSpringBoot(Path.of(command.get(2)))) return SPRING;
        boolean dotnet = command.get(1).toLowerCase(Locale.ROOT).endsWith(".dll");
        boolean told = environment.containsKey("ASPNETCORE_URLS") || environment.containsKey("DOTNET_URLS");
        return dotnet && !told ? DOTNET : "";
    }

    /** Compared up to the {@code =}, without leading dashes. */
    private static boolean isThere(List<String> command, String word) {
        String name = name(word);
        for (String each : command.subList(1, command.size())) if (name(each).equals(name)) return true;
        return false;
    }

    private static String name(String word) {
        int begin = 0;
        while (begin < word.length() && word.charAt(begin) == '-') begin++;
        int end = word.indexOf('=', begin);
        return word.substring(begin, end < 0 ? word.length() : end).toLowerCase(Locale.ROOT);
    }

    private static boolean isSpringBoot(Path jar) {
        for (String line : new String(manifest(jar), StandardCharsets.UTF_8).split("\r?\n")) {
            if (line.startsWith("Spring-Boot-Version:")) return true;
            if (line.startsWith("Main-Class: org.springframework.boot.loader.")) return true;
        }
        return false;
    }

    /** A jar's manifest; empty when it has none, or cannot be read, which its start will say better. */
    static byte[] manifest(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry manifest = zip.getEntry(StartRules.MANIFEST);
            if (manifest == null) return new byte[0];
            try (InputStream in = zip.getInputStream(manifest)) {
                return in.readNBytes(1 << 20);
            }
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
