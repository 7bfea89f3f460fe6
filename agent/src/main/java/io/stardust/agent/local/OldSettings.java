package io.stardust.agent.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the XML of upstream's agent into {@code stardust-agent.json}, once: the XML is renamed to {@code *.migrated}.
 * The seed's {@code StarAgentSetting.xml} and upstream's {@code Config/StarAgent.config} both list {@code <ServiceInfo
 * Name="…" …/>}.
 */
final class OldSettings {
    private static final Logger LOG = LoggerFactory.getLogger(OldSettings.class);
    private static final List<String> PLACES = List.of(
            "StarAgentSetting.xml", "Config/StarAgentSetting.xml", "Config/StarAgent.config", "StarAgent.config");
    private static final int MAX_BYTES = 1 << 20;

    /** What a service of ours has; other attributes of later versions of upstream are passed over. */
    private static final Set<String> KNOWN = Set.of(
            "name",
            "filename",
            "arguments",
            "workingdirectory",
            "username",
            "environments",
            "enable",
            "mode",
            "allowmultiple",
            "autostop",
            "reloadonchange",
            "maxmemory",
            "oomscoreadjust",
            "priority",
            "healthcheck",
            "zipfile",
            "port");

    private OldSettings() {}

    /** Makes {@code target} from the first of the files that is below {@code data}; does nothing if it exists. */
    static void migrate(Path data, Path target) throws IOException {
        for (String place : PLACES) {
            Path old = data.resolve(place);
            if (!Files.isRegularFile(old)) continue;
            if (Files.exists(target)) {
                LOG.warn("{}: not read, since {} is there (expected: one of the two)", old, target);
                return;
            }
            if (Files.size(old) > MAX_BYTES) throw new IOException(old + ": larger than " + MAX_BYTES + " bytes");
            List<Entry> entries;
            try {
                entries = services(text(old), old);
            } catch (BadFile e) {
                LOG.warn("{} is not migrated: {}", old, e.getMessage());
                return;
            }
            Path part = target.resolveSibling(target.getFileName() + ".part");
            Files.writeString(part, ServicesFile.write(entries), StandardCharsets.UTF_8);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            Files.move(old, old.resolveSibling(old.getFileName() + ".migrated"), StandardCopyOption.REPLACE_EXISTING);
            LOG.info("{} services of {} are now in {}", entries.size(), old, target);
            return;
        }
    }

    /** UTF-8, or what a Chinese Windows writes where nobody says otherwise. */
    private static String text(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            text = Charset.forName("GB18030").decode(bytes).toString();
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** Every service of the XML that is one; a second one of a name is passed over, as upstream does. */
    static List<Entry> services(String xml, @Nullable Path file) {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (XmlTags.Tag tag : XmlTags.read(xml)) {
            if (!tag.name().equals("ServiceInfo")) continue;
            Map<String, Item> fields = new LinkedHashMap<>();
            tag.attributes().forEach((name, value) -> {
                if (KNOWN.contains(name.toLowerCase(Locale.ROOT))) fields.put(name, new Item(tag.line(), value));
                else LOG.warn("{}: line {}: {} is not known here and passed over", file, tag.line(), name);
            });
            try {
                Entry entry = Fields.service(new Item(tag.line(), fields), "ServiceInfo");
                if (names.add(entry.name())) entries.add(entry);
            } catch (BadFile e) {
                LOG.warn("{}: left out: {}; the others are migrated", file, e.getMessage());
            }
        }
        return entries;
    }
}
