"""The shell in a real browser: menu, first visit, Chinese frame, content policy, weight, older browsers, failures."""

import http.client
import json
import re
import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

MENU = {
    "/": "总览",
    "/land": "土地整治",
    "/demolition": "征迁",
    "/funding": "资金项目",
    "/safety": "安全隐患",
    "/more": "更多领域",
    "/honours": "亮点荣誉",
    "/plan": "下半年任务",
    "/trend": "趋势",
    "/search": "查找",
    "/meeting": "汇报",
    "/checks": "数据核对",
    "/source": "原文溯源",
    "/promises": "承诺兑现",
    "/draft": "送审前核对",
    "/report": "导入报告",
    "/upload": "上传台账",
    "/edit": "在线修改",
    "/history": "历史版本",
}

#: English that the frame shows or tells a screen reader: texts and attributes outside of the page's content.
ENGLISH = r"""() => {
    const found = [];
    const names = /Streamlit|XLSX|XLS|ODS|CSV|DOCX|DOC|WPS|PDF|HTML|TXT/g;
    const english = (text) => /[A-Za-z]{3,}/.test(text.replace(names, '')) && !/[\u4e00-\u9fff]/.test(text) ||
        /^(year|month|day|Choose date), /.test(text);
    const report = (text) => { if (english(text)) found.push(text.trim()); };
    const skip = 'script, style, noscript, .main-svg, ' +
        '[data-testid=stMainBlockContainer] :is([data-testid=stHtml], [data-testid=stMarkdown])';
    const spoken = ['title', 'aria-label', 'placeholder', 'alt', 'data-title', 'aria-valuetext'];
    for (const element of document.body.querySelectorAll('*')) {
        if (element.closest(skip) || getComputedStyle(element).fontFamily.includes('Material Symbols')) continue;
        for (const name of spoken) report(element.getAttribute(name) || '');
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) report(node.nodeValue);
    }
    return found;
}"""

POLYFILLED = """
for (const kind of [Array.prototype, Object.getPrototypeOf(Int8Array.prototype)])
    for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with', 'findLast', 'findLastIndex']) delete kind[name];
delete Object.groupBy; delete Promise.withResolvers; delete AbortSignal.timeout;
const Native = RegExp;
window.RegExp = new Proxy(Native, {
    apply(target, self, args) { return new window.RegExp(...args); },
    construct(target, args, made) {
        if (String(args[1] || '').includes('v')) throw new SyntaxError('Invalid flags');
        return Reflect.construct(target, args, made);
    },
});
"""


def get(url, **headers):
    """(status, headers, body) of a GET, without following the status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def connect(url, origin):
    """The status with which the server answers a WebSocket from a page of `origin`."""
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Origin": origin,
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
    }
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)) as connection:
        connection.request("GET", "/_stcore/stream", headers=headers)
        return connection.getresponse().status


def test_menu_lists_pages_in_order(look_at):
    page = look_at()
    links = page.locator("[data-testid=stSidebarNavLink]")
    assert [text.split("\n")[-1] for text in links.all_inner_texts()] == list(MENU.values())
    headers = page.locator("[data-testid=stNavSectionHeader]")
    assert [text.split("\n")[0] for text in headers.all_inner_texts()] == ["看进度", "汇报", "核对", "更新数据"]


def test_menu_click_opens_page(look_at, idle):
    page = look_at()
    page.get_by_role("link", name="征迁").first.click()
    page.wait_for_url("**/demolition")
    idle(page)
    assert page.title() == "征迁 · 金川街道半年工作进度"


def test_deep_link_after_first_start_has_menu(own_server, open_page, tmp_path):
    page = open_page("/land", on=own_server(PROGRESS_DATABASE_URL=f"sqlite:///{tmp_path / 'new.db'}"))
    assert page.title() == "土地整治 · 金川街道半年工作进度"
    assert page.locator("[data-testid=stSidebarNavLink]").count() == len(MENU)


def test_dashboard_works_under_base_path(own_server, open_page):
    server = own_server(STREAMLIT_SERVER_BASE_URL_PATH="jinchuan")
    page = open_page("/jinchuan/land", on=server)
    assert page.title() == "土地整治 · 金川街道半年工作进度"
    assert page.evaluate(ENGLISH) == []
    assert get(f"{server.url}/jinchuan/healthz")[0] == 200
    script = page.locator("script[type=module]").get_attribute("src").removeprefix("./")
    packed = get(f"{server.url}/jinchuan/{script}", **{"Accept-Encoding": "gzip"})
    assert packed[1]["Content-Encoding"] == "gzip"


def test_frame_menu_is_chinese(look_at):
    page = look_at()
    page.locator("[data-testid=stMainMenu] button").click()
    page.locator("[data-testid=stMainMenuPopover]").wait_for()
    assert page.evaluate(ENGLISH) == []
    page.get_by_text("关于").click()
    page.get_by_role("dialog").wait_for()
    assert page.get_by_role("dialog").get_by_role("button", name="关闭").count() == 1


def test_widget_frames_are_chinese(own_server, open_page, idle):
    page = open_page(on=own_server(Path(__file__).parent / "gallery" / "app.py"))
    assert page.evaluate(ENGLISH) == []
    for label in ("单选", "多选"):
        page.get_by_label(label).first.click()
        page.keyboard.type("三")
        page.get_by_text("没有匹配项").wait_for()
        assert page.evaluate(ENGLISH) == []
        page.keyboard.press("Escape")
    page.get_by_label("长文").fill("一")
    page.get_by_label("表单文字").fill("一")
    page.get_by_test_id("stCode").hover()
    page.get_by_test_id("stDataFrame").hover()
    assert page.evaluate(ENGLISH) == []
    page.get_by_role("button", name="打开对话框").click()
    page.get_by_role("dialog").get_by_label("关闭").wait_for()
    assert page.evaluate(ENGLISH) == []


def test_unknown_address_is_chinese_404_with_link_to_overview(server, browser):
    page = browser.new_page()
    answer = page.goto(f"{server.url}/nothing<b>")
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "没有这个页面"
    assert "没有“/nothing<b>”这个地址" in page.locator("main").inner_text()
    page.get_by_role("link", name="打开总览").click()
    page.get_by_role("heading", name="总览").wait_for()
    page.close()


@pytest.mark.parametrize("path", ["/land/extra", "/nothing", "/pages/land"])
def test_unknown_address_below_page_is_a_404(server, path):
    assert get(server.url + path)[0] == 404


def test_lost_server_is_reported_in_chinese(own_server, open_page):
    server = own_server()
    page = open_page(on=server, forgive=("ERR_CONNECTION_REFUSED", "WebSocket", "server"))
    server.stop()
    page.get_by_role("dialog").wait_for(timeout=60_000)
    assert "连接" in page.get_by_role("dialog").inner_text()
    assert page.evaluate(ENGLISH) == []


def test_icon_is_served_locally(look_at):
    page = look_at("/land")
    icon = page.locator("link[rel='shortcut icon']").get_attribute("href")
    assert icon.startswith(("./shell/", "data:image/svg+xml", "/media/", page.url.removesuffix("/land")))


def test_content_policy_refuses_inline_scripts_and_other_hosts(open_page):
    page = open_page(forgive=("Content Security Policy", "Content-Security-Policy", "left the machine"))
    broken = page.evaluate(
        """async () => {
            const broken = [];
            document.addEventListener('securitypolicyviolation', (e) => broken.push(e.effectiveDirective));
            const script = document.createElement('script');
            script.textContent = 'window.ran = true';
            document.body.append(script);
            setTimeout(() => { try { window.ran = eval('true'); } catch {} });
            await fetch('http://192.0.2.1/').catch(() => null);
            const image = new Image();
            image.src = 'http://192.0.2.1/a.png';
            for (let looks = 0; looks < 100 && new Set(broken).size < 4; looks++)
                await new Promise((done) => setTimeout(done, 50));
            return { broken, ran: window.ran === true };
        }"""
    )
    assert broken["ran"] is False
    assert set(broken["broken"]) == {"script-src-elem", "script-src", "connect-src", "img-src"}


@pytest.mark.parametrize(
    "path",
    ["/", "/land", "/healthz", "/api/tables/land.csv", "/api/tables/x.csv", "/_stcore/health", "/static/js/x.js"],
)
def test_answers_have_security_headers(server, path):
    _status, headers, _body = get(server.url + path)
    policy = headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_first_chart_transfers_at_most_2_6_megabytes(browser, server, idle):
    context = browser.new_context()
    page = context.new_page()
    received = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(f"{server.url}/land", wait_until="commit")
    idle(page)
    assert page.locator("[data-testid=stPlotlyChart] .main-svg").count() > 0
    context.close()
    assert sum(received) <= 2_600_000


def test_second_visit_downloads_no_script(browser, server, idle):
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.url, wait_until="commit")
    idle(page)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    received = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.reload(wait_until="commit")
    idle(page)
    context.close()
    assert sum(received) <= 100_000


def test_older_browser_without_new_built_ins_renders_alike(open_page):
    newest = open_page("/land")
    older = open_page("/land", before=POLYFILLED)
    colours = """() => {
        const look = getComputedStyle(document.querySelector('.stApp'));
        return [look.color, look.backgroundColor, look.fontFamily];
    }"""
    assert older.evaluate(colours) == newest.evaluate(colours)
    assert older.locator("[data-testid=stPlotlyChart]").count() == newest.locator("[data-testid=stPlotlyChart]").count()
    assert (
        older.evaluate("[3, 1, 2].toSorted().join() + [1, 2].toReversed().join() + [1, 2].with(-1, 5).join()")
        == "1,2,32,11,5"
    )
    assert older.evaluate("[1, 2, 3].toSpliced(1, 1).join() + new RegExp('a', 'v').test('a')") == "1,3true"


def test_font_is_local_chinese_font(open_page):
    page = open_page("/land")  # a first visit: a tab that loaded other pages may fetch a font that nothing uses
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).fontFamily").startswith(
        '"Microsoft YaHei"'
    )
    fonts = page.evaluate(
        "performance.getEntriesByType('resource').map((r) => r.name).filter((n) => /woff2?$/.test(n))"
    )
    assert [name for name in fonts if "MaterialSymbols" not in name] == []


def test_dark_desktop_gets_dark_page(look_at):
    background = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert look_at(dark=True).evaluate(background) == "rgb(22, 24, 28)"
    assert look_at().evaluate(background) == "rgb(255, 255, 255)"


def test_health_has_versions(server):
    status, headers, body = get(f"{server.url}/healthz")
    assert (status, headers["Cache-Control"]) == (200, "no-store")
    answer = json.loads(body)
    assert answer["ok"] is True
    assert answer["data_version"] >= 1


def test_table_route_csv_is_readable_by_excel(server):
    status, headers, body = get(f"{server.url}/api/tables/land.csv")
    assert (status, headers["Content-Type"]) == (200, "text/csv; charset=utf-8")
    lines = body.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("编号,单位,报告期,数据起始,数据截至,项目")
    assert len(lines) > 1


def test_table_route_json_has_labels_and_units(server):
    status, _headers, body = get(f"{server.url}/api/tables/land.json")
    table = json.loads(body)
    assert status == 200
    assert table["label"] == "土地整治"
    assert {"name": "area_mu", "label": "面积", "unit": "亩", "kind": "number"} in table["columns"]
    assert table["rows"][0]["org_unit"] == "金川街道"


@pytest.mark.parametrize(
    "path", ["/api/tables/nothing.csv", "/api/tables/land.xlsx", "/api/tables/land.csv?version=999"]
)
def test_table_route_unknown_is_chinese_404(server, path):
    status, _headers, body = get(server.url + path)
    assert status == 404
    assert re.search("没有", json.loads(body)["error"])


def test_streamlit_api_is_unavailable(server):
    assert get(f"{server.url}/_stcore/agent/openapi.json")[0] == 404


def test_failing_page_is_reported_in_chinese(own_server, open_page, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    server = own_server(PROGRESS_DATABASE_URL=f"sqlite:///{tmp_path / 'file' / 'progress.db'}")
    page = open_page("/land", on=server)
    page.get_by_text("页面运行出错").wait_for()
    assert page.evaluate(ENGLISH) == []
    assert get(f"{server.url}/healthz")[0] == 503


def test_server_makes_no_outgoing_request(own_server, open_page):
    """Every client library of Python honours these proxies; a knock on this door is a request to the outside."""
    knocks = []
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        door.settimeout(0.2)
        over = threading.Event()

        def listen():
            while not over.is_set():
                with suppress(TimeoutError):
                    knocks.append(door.accept()[1])

        listener = threading.Thread(target=listen)
        listener.start()
        proxy = f"http://127.0.0.1:{door.getsockname()[1]}"
        server = own_server(HTTP_PROXY=proxy, HTTPS_PROXY=proxy, http_proxy=proxy, https_proxy=proxy, NO_PROXY="")
        open_page("/", on=server)
        assert connect(server.url, origin="http://example.org") == 403
        time.sleep(0.5)
        over.set()
        listener.join()
    assert knocks == []
