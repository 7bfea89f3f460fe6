package io.stardust.agent;

import io.stardust.agent.config.ConfigKeeper;
import io.stardust.agent.install.fetch.PackageSource;
import io.stardust.agent.service.ReleaseSource;
import io.stardust.agent.shipping.Answer;
import io.stardust.agent.shipping.Shipper;
import io.stardust.agent.spool.Spool;
import io.stardust.client.link.AnswerTooLarge;
import io.stardust.client.link.Download;
import io.stardust.client.link.Link;
import io.stardust.client.link.Reply;
import io.stardust.protocol.app.AppKeyAnswer;
import io.stardust.protocol.app.AppKeyQuery;
import io.stardust.protocol.deploy.ChunkQuery;
import io.stardust.protocol.deploy.DeployInfo;
import io.stardust.protocol.deploy.DeployReport;
import io.stardust.protocol.deploy.LocalService;
import io.stardust.protocol.deploy.OutputHead;
import io.stardust.protocol.deploy.PackReport;
import io.stardust.protocol.node.EventModel;
import io.stardust.protocol.node.UpgradeInfo;
import io.stardust.protocol.registry.DrainQuery;
import io.stardust.protocol.registry.DrainState;
import io.stardust.protocol.registry.OfferReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** What the agent asks of its server, call by call; docs/protocol.md has each. Thread-safe. */
final class ServerApi
        implements Spool.Sink,
                PackageSource,
                ReleaseSource,
                Packing.Door,
                AppKeys.Door,
                Offers.Door,
                Drainer.Door,
                Shipper.Door,
                ConfigKeeper.Door {
    /** Of the desired list: each entry may carry tens of KB of settings. */
    static final int PAGE = 100;

    private final Link link;

    ServerApi(Link link) {
        this.link = link;
    }

    /** Everything this node should run, with what is stopped and what is to be removed. */
    List<DeployInfo> desired() throws IOException {
        List<DeployInfo> all = new ArrayList<>();
        int count = PAGE;
        while (true) {
            long after = all.isEmpty() ? 0 : all.get(all.size() - 1).id();
            List<DeployInfo> page;
            try {
                page = page(after, count);
            } catch (AnswerTooLarge e) {
                if (count == 1) throw e;
                count /= 2;
                continue;
            }
            int before = all.size();
            for (DeployInfo each : page) if (after == 0 || each.id() > after) all.add(each);
            // a server that knows no pages answers with all of them, at the first question or again
            if (page.size() != count || all.size() == before) return all;
        }
    }

    private List<DeployInfo> page(long after, int count) throws IOException {
        Map<String, String> query = Map.of(
                "deployId",
                "-1", // all, as upstream asks
                "desired",
                "true",
                "after",
                String.valueOf(after),
                "count",
                String.valueOf(count));
        return link.callList("GET", "/Deploy/GetAll", query, null, DeployInfo.class);
    }

    /** Tells the services of this machine's own file. */
    void upload(List<LocalService> services) throws IOException {
        link.call("POST", "/Deploy/Upload", Map.of(), services, Object.class);
    }

    @Override
    public void report(DeployReport report) throws IOException {
        link.call("POST", "/Deploy/Report", Map.of(), report, Object.class);
    }

    @Override
    public AppKeyAnswer appKey(long placementId, long ends) throws IOException {
        AppKeyAnswer key =
                link.call("POST", "/Deploy/AppKey", Map.of(), new AppKeyQuery(placementId, ends), AppKeyAnswer.class);
        if (key == null) throw new IOException("an empty answer to the question for a key");
        return key;
    }

    @Override
    public void offer(OfferReport report) throws IOException {
        link.call("POST", "/Deploy/Offer", Map.of(), report, Object.class);
    }

    @Override
    public DrainState drain(DrainQuery query) throws IOException {
        DrainState state = link.call("POST", "/Deploy/Drain", Map.of(), query, DrainState.class);
        if (state == null) throw new IOException("an empty answer to the question how far it is drained");
        return state;
    }

    @Override
    public Answer output(String head, byte[] bytes, int length) throws IOException {
        var packed = new ByteArrayOutputStream(length / 4 + 64);
        try (var gzip = new QuickGzip(packed)) {
            gzip.write(bytes, 0, length);
        }
        Reply reply = link.send("/Deploy/Output", Map.of(OutputHead.HEADER, head), packed.toByteArray(), packed.size());
        return new Answer(reply.code(), reply.byHttp(), reply.message(), reply.pause());
    }

    /** Lines shrink to a fifth; to encrypt the rest would take this Java several times as long as to pack them. */
    private static final class QuickGzip extends GZIPOutputStream {
        QuickGzip(OutputStream out) throws IOException {
            super(out, 8 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    @Override
    public void packed(PackReport report) throws IOException {
        link.call("POST", "/Deploy/PackReport", Map.of(), report, Object.class);
    }

    @Override
    public void send(String ticket, Path zip) throws IOException {
        link.upload("/Deploy/Package", Map.of("X-Ticket", ticket), zip);
    }

    @Override
    public void events(List<EventModel> events) throws IOException {
        link.call("POST", "/Node/PostEvents", Map.of(), events, Object.class);
    }

    @Override
    public @Nullable UpgradeInfo ask(String channel, List<String> failed) throws IOException {
        Map<String, String> query = Map.of("channel", channel, "failed", String.join(",", failed));
        return link.call("GET", "/Node/Upgrade", query, null, UpgradeInfo.class);
    }

    @Override
    public InputStream config(long placement, String sha256) throws IOException {
        return link.download("/Deploy/ConfigFile?placementId=" + placement + "&sha256=" + sha256, 0)
                .body();
    }

    @Override
    public InputStream open(String url) throws IOException {
        return link.download(url, 0).body();
    }

    @Override
    public Body open(String url, long from) throws IOException {
        Download download = link.download(url, from);
        return new Body(download.body(), download.total(), download.resumed());
    }

    @Override
    public Body parts(long release, List<Long> ranges) throws IOException {
        Download download = link.downloadPart("/Deploy/Chunks", new ChunkQuery(release, ranges));
        return new Body(download.body(), download.total(), true);
    }
}
