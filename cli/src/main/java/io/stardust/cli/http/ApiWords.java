package io.stardust.cli.http;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Puts the server's words for its fields into those of the command line: {@code force=true} is {@code --force}. Pure.
 */
final class ApiWords {
    private static final Pattern FLAG = Pattern.compile("\\b([a-z][A-Za-z]*)=true\\b");
    private static final Pattern NAME = Pattern.compile("(?<![-\\w./'\"])[a-z]+[A-Z][A-Za-z]*(?![\\w(/'\"])");
    private static final Pattern PROBE = Pattern.compile("\\b(readiness|liveness)\\.([a-z]+(?:Ms)?)\\b");
    private static final Pattern TIME = Pattern.compile("^(readiness|liveness)\\.[a-z]+Ms: ");
    private static final Pattern NUMBER = Pattern.compile("(\\d+)(?= \\(|\\))");
    private static final Pattern FIRST = Pattern.compile("^([a-z]+)(?=: )");

    /** Fields whose option is called otherwise. */
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("userName", "--user"),
            Map.entry("environment", "--env"),
            Map.entry("environmentSet", "--env"),
            Map.entry("environmentRemove", "--env-remove"),
            Map.entry("releaseId", "--version"),
            Map.entry("nodeId", "--node"),
            Map.entry("nodeIds", "--node"),
            Map.entry("projectId", "--project"),
            Map.entry("appId", "--app"),
            Map.entry("deploymentId", "NAME"),
            Map.entry("labels", "--label"),
            Map.entry("pauseSeconds", "--pause"),
            Map.entry("pauseAfterCanary", "--pause ask"),
            Map.entry("rampSeconds", "--ramp"),
            Map.entry("healthSeconds", "--health"),
            Map.entry("delaySeconds", "--delay"),
            Map.entry("startAt", "--at"),
            Map.entry("expireAt", "--expires"),
            Map.entry("expiresInDays", "--expires"),
            Map.entry("allowAddresses", "--allow"),
            Map.entry("denyAddresses", "--deny"),
            Map.entry("secretProved", "--require-secret"),
            Map.entry("consumerApp", "CALLER"),
            Map.entry("providerApp", "CALLED"),
            Map.entry("publicKey", "key"),
            Map.entry("signKey", "--sign-key"));

    /** Fields of two words and more whose option has the same words. */
    private static final Set<String> ALIKE = Set.of(
            "fileName",
            "workingDirectory",
            "maxMemory",
            "healthCheck",
            "oomScoreAdjust",
            "stopWait",
            "drainWait",
            "overlapPort",
            "portArgument",
            "reloadCommand",
            "onConfig",
            "reloadPatterns",
            "logFiles",
            "logClass",
            "reloadOnChange",
            "allowMultiple",
            "autoStop",
            "multiVersion",
            "deployName",
            "displayName",
            "onFailure",
            "maxFailures",
            "requireSignature",
            "newServer",
            "syncSeconds");

    /** Fields of one word that are options wherever the server says that their value is wrong. */
    private static final Set<String> PLAIN = Set.of(
            "port",
            "mode",
            "priority",
            "arguments",
            "readiness",
            "liveness",
            "keep",
            "batch",
            "canary",
            "channel",
            "platform",
            "role",
            "kind",
            "status",
            "sort",
            "limit",
            "clear",
            "labels",
            "environment",
            "project",
            "app");

    private ApiWords() {}

    /** {@code detail} as the command line says it. */
    static String said(String detail) {
        String plain = detail.replace("epoch ms", "a time").replace("(expected: absent", "(expected: none");
        if (TIME.matcher(plain).find()) plain = NUMBER.matcher(plain).replaceAll("$1 ms");
        String probes = PROBE.matcher(plain).replaceAll(found -> probe(found.group(1), found.group(2)));
        String flags = FLAG.matcher(probes).replaceAll(found -> "--" + dashed(found.group(1)));
        String names = NAME.matcher(flags).replaceAll(found -> option(found.group()));
        return FIRST.matcher(names)
                .replaceFirst(found -> PLAIN.contains(found.group(1)) ? option(found.group(1)) : found.group(1));
    }

    private static String probe(String probe, String field) {
        boolean time = field.endsWith("Ms");
        if (!time && !field.equals("failures")) return "--" + probe;
        return "--" + probe + "-" + (time ? field.substring(0, field.length() - 2) : field);
    }

    private static String option(String field) {
        String other = OTHERWISE.get(field);
        if (other != null) return other;
        return ALIKE.contains(field) || PLAIN.contains(field) ? "--" + dashed(field) : field;
    }

    private static String dashed(String field) {
        return field.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
