package io.stardust.agent.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stardust.protocol.deploy.ServiceInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ServicesFileTest {
    @Test
    void read_takesEveryField() {
        List<Entry> entries = ServicesFile.read("""
                {"services": [
                  {"name": "shop", "fileName": "shop.jar", "arguments": "-v", "workingDirectory": "/opt/shop",
                   "userName": "shop", "environments": {"A": "1", "B": 2}, "enable": true, "mode": "Standard",
                   "allowMultiple": true, "autoStop": true, "reloadOnChange": true, "maxMemory": 512,
                   "oomScoreAdjust": -500, "priority": "AboveNormal", "healthCheck": "http://127.0.0.1:80/",
                   "port": 8080, "zipFile": "shop-2.zip", "reloadPatterns": "*.jar", "keep": "a;b",
                   "reloadCommand": "nginx -s reload", "portArgument": "--p={port}", "stopWait": 20,
                   "readiness": {"kind": "http", "target": "/up", "delayMs": 1, "periodMs": 200, "timeoutMs": 300,
                                 "failures": 4, "expect": "UP"},
                   "liveness": {"kind": "tcp"}}]}
                """);

        ServiceInfo service = entries.getFirst().service();
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst().zip()).isEqualTo("shop-2.zip");
        assertThat(service.fileName()).isEqualTo("shop.jar");
        assertThat(service.environments()).isEqualTo("A=1;B=2");
        assertThat(service.mode()).isEqualTo(10);
        assertThat(service.maxMemory()).isEqualTo(512);
        assertThat(service.oomScoreAdjust()).isEqualTo(-500);
        assertThat(service.priority()).isEqualTo(1);
        assertThat(service.port()).isEqualTo(8080);
        assertThat(service.stopWait()).isEqualTo(20);
        assertThat(service.allowMultiple() && service.autoStop() && service.reloadOnChange() && service.enable())
                .isTrue();
        assertThat(Objects.requireNonNull(service.readiness()).expect()).isEqualTo("UP");
        assertThat(Objects.requireNonNull(service.liveness()).kind()).isEqualTo("tcp");
    }

    @Test
    void environments_holdAnyText_inAnObject_alsoWhenWrittenAgain() {
        String file = "{\"services\": [{\"name\": \"a\", \"environments\": {\"Db\": \"x;y=z\\n红\", \"B\": \"1\"}}]}";

        List<Entry> entries = ServicesFile.read(file);
        List<Entry> again = ServicesFile.read(ServicesFile.write(entries));

        for (List<Entry> each : List.of(entries, again)) {
            ServiceInfo service = each.getFirst().service();
            assertThat(service.environments()).isNull();
            assertThat(service.environmentMap()).isEqualTo(Map.of("Db", "x;y=z\n红", "B", "1"));
        }
    }

    @Test
    void read_takesModesByNameAndNumber_oldAndNew() {
        Map<String, Integer> modes = new LinkedHashMap<>();
        modes.put("\"Standard\"", 10);
        modes.put("\"shadow\"", 11);
        modes.put("\"Hosted\"", 12);
        modes.put("\"TASK\"", 13);
        modes.put("10", 10);
        modes.put("\"13\"", 13);
        modes.put("0", 11);
        modes.put("1", 12);
        modes.put("2", 10);
        modes.put("3", 13);
        modes.put("4", 11);
        modes.put("\"Extract\"", 12);
        modes.put("\"RunOnce\"", 13);

        modes.forEach((text, number) -> {
            ServiceInfo service = ServicesFile.read("{\"services\":[{\"name\":\"a\",\"mode\":" + text + "}]}")
                    .getFirst()
                    .service();
            assertThat(service.mode()).as(text).isEqualTo(number);
            assertThat(service.allowMultiple()).as(text).isEqualTo(text.equals("4"));
        });
    }

    @Test
    void read_saysLineFieldAndWhatWasExpected_whenAnythingDoesNotHold() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put(
                "{\"services\": [\n {\"name\": \"a\",\n  \"mode\": \"Standart\"}]}",
                "line 3: services[0].mode: 'Standart'");
        bad.put("{\"services\": [\n {\"name\": \"a b\"}]}", "line 2: services[0].name: 'a b'");
        bad.put(
                "{\"services\": [\n {\"name\": \"a\"},\n {\"name\": \"a\"}]}",
                "line 3: services[1].name: 'a' (expected: each name once)");
        bad.put("{\"services\": [{\"name\": \"a\", \"enabel\": true}]}", "line 1: services[0].enabel: no such field");
        bad.put(
                "{\"services\": [{\"name\": \"a\",\n\"port\": 70000}]}",
                "line 2: services[0].port: 70000 (expected: a number 0-65535)");
        bad.put(
                "{\"services\": [{\"name\": \"a\", \"enable\": \"perhaps\"}]}",
                "services[0].enable: 'perhaps' (expected: true or false)");
        bad.put(
                "{\"services\": [{\"name\": \"a\", \"readiness\": {\"kind\": \"smtp\"}}]}",
                "services[0].readiness.kind: 'smtp'");
        bad.put("{\"services\": [{\"name\": \"a\", \"mode\": 7}]}", "services[0].mode: 7 (expected: 0-4 or 10-13)");
        bad.put("{\"services\": [\n {\"name\": \"a\"\n \"mode\": 1}]}", "line 3: '\"' (expected: ',' or '}')");
        bad.put("{\"services\": [\n", "line 2: the end of the text");
        bad.put("{\"services\": [{\"name\": \"a\", \"name\": \"b\"}]}", "name: twice");
        bad.put("[]", "line 1: the top: a list (expected: an object)");
        bad.put("", "line 1: the end of the text");
        bad.put("{}", "services");

        bad.forEach((text, words) -> assertThatThrownBy(() -> ServicesFile.read(text))
                .as(text)
                .isInstanceOf(BadFile.class)
                .hasMessageContaining(words));
    }

    @Test
    void read_survivesAnything_ofAMillionLevels() {
        assertThatThrownBy(() -> ServicesFile.read("[".repeat(1_000_000))).isInstanceOf(BadFile.class);
    }

    @Test
    void services_readsTheSeedsXml() {
        List<Entry> entries = OldSettings.services("""
                <?xml version="1.0" encoding="utf-8"?>
                <!-- written by an old agent -->
                <StarAgentSetting>
                <Services>
                <ServiceInfo Name="myapp"
                FileName="myapp.zip"
                WorkingDirectory="../apps/myapp"
                Mode="Standard"
                Enable="True"
                AutoStop="False"
                ReloadOnChange="True"
                MaxMemory="512" />
                <ServiceInfo Name="old" FileName="ping" Arguments="a &quot;b&quot; &#38; c" Mode="4" Enable="true"
                  Priority="BelowNormal" Unheard="x"/>
                </Services>
                </StarAgentSetting>
                """, null);

        assertThat(entries).extracting(Entry::name).containsExactly("myapp", "old");
        ServiceInfo app = entries.getFirst().service();
        assertThat(app.mode()).isEqualTo(10);
        assertThat(app.enable()).isTrue();
        assertThat(app.autoStop()).isFalse();
        assertThat(app.reloadOnChange()).isTrue();
        assertThat(app.maxMemory()).isEqualTo(512);
        ServiceInfo old = entries.getLast().service();
        assertThat(old.arguments()).isEqualTo("a \"b\" & c");
        assertThat(old.mode()).isEqualTo(11);
        assertThat(old.allowMultiple()).isTrue();
        assertThat(old.priority()).isEqualTo(-1);
        assertThat(ServicesFile.read(ServicesFile.write(entries))).isEqualTo(entries);
    }

    @Test
    void services_refusesADocumentType_soThatNoEntityReadsAFile() {
        String xxe = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n"
                + "<Services><ServiceInfo Name=\"&x;\"/></Services>";

        assertThatThrownBy(() -> OldSettings.services(xxe, null))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining("line 2: a document type");
        assertThatThrownBy(() -> OldSettings.services("<ServiceInfo Name=\"&x;\"/>", null))
                .isInstanceOf(BadFile.class)
                .hasMessageContaining("'&x;'");
        assertThatThrownBy(() -> OldSettings.services("<ServiceInfo Name=\"a", null))
                .isInstanceOf(BadFile.class);
    }
}
