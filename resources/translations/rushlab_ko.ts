<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>ChartTime</name>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>All at once</source>
        <translation>한꺼번에</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>클라우드</translation>
    </message>
    <message>
        <source>The worker&apos;s consumer</source>
        <translation>워커의 컨슈머</translation>
    </message>
    <message>
        <source>The gateway</source>
        <translation>게이트웨이</translation>
    </message>
    <message>
        <source>LAN</source>
        <translation>LAN</translation>
    </message>
    <message>
        <source>None</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>Order instances directly</source>
        <translation>주문 인스턴스에 직접</translation>
    </message>
    <message>
        <source>At a rate</source>
        <translation>일정한 속도로</translation>
    </message>
    <message>
        <source>Same host</source>
        <translation>같은 호스트</translation>
    </message>
    <message>
        <source>The worker</source>
        <translation>워커</translation>
    </message>
    <message>
        <source>Held in the outbox</source>
        <translation>아웃박스에 보관</translation>
    </message>
    <message>
        <source>The work queue</source>
        <translation>작업 큐</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>거절</translation>
    </message>
    <message>
        <source>In memory (async)</source>
        <translation>메모리 안에서(async)</translation>
    </message>
    <message>
        <source>List</source>
        <translation>리스트</translation>
    </message>
    <message>
        <source>List with a reaper</source>
        <translation>리스트 + 회수기</translation>
    </message>
    <message>
        <source>The shop, by SIGKILL</source>
        <translation>상점 전체, SIGKILL로</translation>
    </message>
    <message>
        <source>The shop, by SIGTERM</source>
        <translation>상점 전체, SIGTERM으로</translation>
    </message>
    <message>
        <source>By turns</source>
        <translation>번갈아</translation>
    </message>
    <message>
        <source>Nobody talks</source>
        <translation>아무도 말하지 않음</translation>
    </message>
    <message>
        <source>An instance dies</source>
        <translation>인스턴스 죽음</translation>
    </message>
    <message>
        <source>The link is cut</source>
        <translation>연결 끊김</translation>
    </message>
    <message>
        <source>A write for each message</source>
        <translation>메시지마다 쓰기</translation>
    </message>
    <message>
        <source>As fast as it goes</source>
        <translation>가장 빠르게</translation>
    </message>
    <message>
        <source>One stops reading</source>
        <translation>하나가 읽기를 멈춤</translation>
    </message>
    <message>
        <source>They talk</source>
        <translation>대화</translation>
    </message>
</context>
<context>
    <name>EngineState</name>
    <message>
        <source>Ready</source>
        <translation>준비됨</translation>
    </message>
    <message>
        <source>Unavailable</source>
        <translation>사용 불가</translation>
    </message>
    <message>
        <source>Not there yet</source>
        <translation>아직 없음</translation>
    </message>
</context>
<context>
    <name>EventWords</name>
    <message>
        <source>%1 killed</source>
        <translation>%1 강제 종료</translation>
    </message>
    <message>
        <source>%1 stopped</source>
        <translation>%1 중지</translation>
    </message>
    <message>
        <source>%1 started</source>
        <translation>%1 시작</translation>
    </message>
    <message>
        <source>%1 paused</source>
        <translation>%1 일시 정지</translation>
    </message>
    <message>
        <source>%1 resumed</source>
        <translation>%1 다시 진행</translation>
    </message>
    <message>
        <source>consumers dropped: %1</source>
        <translation>컨슈머 끊김: %1</translation>
    </message>
    <message>
        <source>slowed: %1</source>
        <translation>지연됨: %1</translation>
    </message>
    <message>
        <source>%1 added</source>
        <translation>%1 추가됨</translation>
    </message>
    <message>
        <source>published: %1</source>
        <translation>발행됨: %1</translation>
    </message>
    <message>
        <source>purged: %1</source>
        <translation>비움: %1</translation>
    </message>
    <message>
        <source>sent back: %1</source>
        <translation>되돌려 보냄: %1</translation>
    </message>
    <message>
        <source>%1: link cut</source>
        <translation>%1: 연결 끊김</translation>
    </message>
    <message>
        <source>%1: link mended</source>
        <translation>%1: 연결 복구</translation>
    </message>
</context>
<context>
    <name>LabEvent</name>
    <message>
        <source>killed %1</source>
        <translation>강제 종료: %1</translation>
    </message>
    <message>
        <source>stopped %1</source>
        <translation>중지: %1</translation>
    </message>
    <message>
        <source>started %1</source>
        <translation>시작: %1</translation>
    </message>
    <message>
        <source>paused %1</source>
        <translation>일시 정지: %1</translation>
    </message>
    <message>
        <source>resumed %1</source>
        <translation>다시 진행: %1</translation>
    </message>
    <message>
        <source>consumers dropped: %1</source>
        <translation>컨슈머 끊김: %1</translation>
    </message>
</context>
<context>
    <name>OrderStep</name>
    <message>
        <source>arrived</source>
        <translation>도착</translation>
    </message>
    <message>
        <source>forwarded</source>
        <translation>전달</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>응답 없음</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>응답</translation>
    </message>
    <message>
        <source>received</source>
        <translation>접수</translation>
    </message>
    <message>
        <source>known by its key</source>
        <translation>같은 키의 요청을 이미 처리함</translation>
    </message>
    <message>
        <source>lock held</source>
        <translation>락 획득</translation>
    </message>
    <message>
        <source>lock released</source>
        <translation>락 해제</translation>
    </message>
    <message>
        <source>stock read</source>
        <translation>재고 조회</translation>
    </message>
    <message>
        <source>overtaken, tries again</source>
        <translation>선점당해 다시 시도</translation>
    </message>
    <message>
        <source>units taken</source>
        <translation>수량 차감</translation>
    </message>
    <message>
        <source>units were held already</source>
        <translation>수량을 이미 확보함</translation>
    </message>
    <message>
        <source>sold out</source>
        <translation>품절</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>실패</translation>
    </message>
    <message>
        <source>outcome unknown</source>
        <translation>결과 알 수 없음</translation>
    </message>
    <message>
        <source>units given back</source>
        <translation>수량 반환</translation>
    </message>
    <message>
        <source>units taken and order stored</source>
        <translation>수량 차감과 주문 저장</translation>
    </message>
    <message>
        <source>published</source>
        <translation>큐에 발행</translation>
    </message>
    <message>
        <source>not confirmed, publishes again</source>
        <translation>확인받지 못해 다시 발행</translation>
    </message>
    <message>
        <source>confirmed by the queue</source>
        <translation>큐가 확인함</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>결제 완료</translation>
    </message>
    <message>
        <source>payment declined</source>
        <translation>결제 거절</translation>
    </message>
    <message>
        <source>canceled</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>taken from the queue</source>
        <translation>큐에서 꺼냄</translation>
    </message>
    <message>
        <source>delivered again</source>
        <translation>재전달</translation>
    </message>
    <message>
        <source>has to wait, tries again</source>
        <translation>기다렸다가 다시 시도</translation>
    </message>
    <message>
        <source>put off</source>
        <translation>뒤로 미룸</translation>
    </message>
    <message>
        <source>dead letter</source>
        <translation>데드 레터로 보냄</translation>
    </message>
    <message>
        <source>sent back from the dead letters</source>
        <translation>데드 레터에서 되돌림</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>저장</translation>
    </message>
    <message>
        <source>was stored before</source>
        <translation>이미 저장됨</translation>
    </message>
    <message>
        <source>not covered by the stock</source>
        <translation>재고 부족</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>처리 확인(ack)</translation>
    </message>
    <message>
        <source>in the event log</source>
        <translation>이벤트 로그에 기록</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>만료</translation>
    </message>
</context>
<context>
    <name>Parameter</name>
    <message>
        <source>Arrivals</source>
        <translation>도착 방식</translation>
    </message>
    <message>
        <source>Coupons</source>
        <translation>쿠폰</translation>
    </message>
    <message>
        <source>Engine delays</source>
        <translation>엔진 지연</translation>
    </message>
    <message>
        <source>Time to finish</source>
        <translation>마무리 시간</translation>
    </message>
    <message>
        <source>Lasts</source>
        <translation>지속 시간</translation>
    </message>
    <message>
        <source>Order instances</source>
        <translation>주문 인스턴스</translation>
    </message>
    <message>
        <source>Taken away</source>
        <translation>중단 대상</translation>
    </message>
    <message>
        <source>Lock wait/lease</source>
        <translation>락 대기/임대</translation>
    </message>
    <message>
        <source>Orders a user</source>
        <translation>사용자당 주문</translation>
    </message>
    <message>
        <source>Prefetch</source>
        <translation>프리페치</translation>
    </message>
    <message>
        <source>Buyers a second</source>
        <translation>초당 구매자</translation>
    </message>
    <message>
        <source>Repetitions</source>
        <translation>반복 횟수</translation>
    </message>
    <message>
        <source>Seeds to run</source>
        <translation>실행할 시드</translation>
    </message>
    <message>
        <source>Units for sale</source>
        <translation>판매 수량</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>전략</translation>
    </message>
    <message>
        <source>Pause between orders</source>
        <translation>주문 사이 간격</translation>
    </message>
    <message>
        <source>A buyer waits</source>
        <translation>구매자 대기</translation>
    </message>
    <message>
        <source>Units a buyer</source>
        <translation>구매자당 수량</translation>
    </message>
    <message>
        <source>Buyers</source>
        <translation>구매자</translation>
    </message>
    <message>
        <source>Orders go to</source>
        <translation>주문 보내는 곳</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>방법</translation>
    </message>
    <message>
        <source>What is away</source>
        <translation>중단할 부분</translation>
    </message>
    <message>
        <source>Orders without a queue</source>
        <translation>큐가 없을 때 주문</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>워커 수</translation>
    </message>
    <message>
        <source>Refused of a hundred</source>
        <translation>100건 중 거부할 주문</translation>
    </message>
    <message>
        <source>Mend and reprocess</source>
        <translation>복구 후 재처리</translation>
    </message>
    <message>
        <source>First retry after</source>
        <translation>첫 번째 재시도까지</translation>
    </message>
    <message>
        <source>Second retry after</source>
        <translation>두 번째 재시도까지</translation>
    </message>
    <message>
        <source>Third retry after</source>
        <translation>세 번째 재시도까지</translation>
    </message>
    <message>
        <source>Consumers</source>
        <translation>컨슈머</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>메시지 수</translation>
    </message>
    <message>
        <source>The slow one takes</source>
        <translation>느린 컨슈머의 처리 시간</translation>
    </message>
    <message>
        <source>A message takes</source>
        <translation>메시지당 처리 시간</translation>
    </message>
    <message>
        <source>Mails at once</source>
        <translation>동시에 보내는 메일</translation>
    </message>
    <message>
        <source>Mails</source>
        <translation>메일 수</translation>
    </message>
    <message>
        <source>Ways of sending</source>
        <translation>발송 방식</translation>
    </message>
    <message>
        <source>Sign-ups a second</source>
        <translation>초당 가입 수</translation>
    </message>
    <message>
        <source>A mail takes</source>
        <translation>메일 한 통에 걸리는 시간</translation>
    </message>
    <message>
        <source>Chat instances</source>
        <translation>채팅 인스턴스</translation>
    </message>
    <message>
        <source>Listeners</source>
        <translation>듣는 사람</translation>
    </message>
    <message>
        <source>Lines in flight</source>
        <translation>동시에 보내는 메시지</translation>
    </message>
    <message>
        <source>Lines a second</source>
        <translation>초당 메시지 수</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>일어나는 일</translation>
    </message>
    <message>
        <source>Rooms</source>
        <translation>방</translation>
    </message>
    <message>
        <source>Lines at full speed</source>
        <translation>최고 속도의 메시지 수</translation>
    </message>
    <message>
        <source>Talkers</source>
        <translation>말하는 사람</translation>
    </message>
</context>
<context>
    <name>QueueBoard</name>
    <message>
        <source>(default)</source>
        <translation>(기본)</translation>
    </message>
    <message>
        <source>unlimited</source>
        <translation>무제한</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1: %2 ready, %3 unacked, %4 published, %5 delivered, %6 acked a second</source>
        <translation>%1: 대기 %2, 미확인 %3, 초당 발행 %4, 전달 %5, 확인 %6</translation>
    </message>
    <message>
        <source>%1 holds %2 of %3, busy %4</source>
        <translation>%1: %3 중 %2 보유, 가동률 %4</translation>
    </message>
    <message>
        <source>slowed by %1 ms a message</source>
        <translation>메시지당 %1ms 지연</translation>
    </message>
</context>
<context>
    <name>Topology</name>
    <message>
        <source>%1 ready</source>
        <translation>대기 %1</translation>
    </message>
    <message>
        <source>%1 unacked</source>
        <translation>미확인 %1</translation>
    </message>
    <message>
        <source>%1 to be tried again</source>
        <translation>재시도 예정 %1</translation>
    </message>
    <message>
        <source>%1 dead</source>
        <translation>데드 레터 %1</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>포트 %1</translation>
    </message>
    <message>
        <source>%1 requests a second</source>
        <translation>초당 요청 %1</translation>
    </message>
    <message>
        <source>%1 orders accepted</source>
        <translation>접수된 주문 %1</translation>
    </message>
    <message>
        <source>%1 orders completed</source>
        <translation>완료된 주문 %1</translation>
    </message>
    <message>
        <source>Buyers</source>
        <translation>구매자</translation>
    </message>
    <message>
        <source>Key-value</source>
        <translation>키-값</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>Event log</source>
        <translation>이벤트 로그</translation>
    </message>
    <message>
        <source>up</source>
        <translation>실행 중</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>down</source>
        <translation>중단됨</translation>
    </message>
    <message>
        <source>no consumer</source>
        <translation>컨슈머 없음</translation>
    </message>
    <message>
        <source>1 consumer</source>
        <translation>컨슈머 1개</translation>
    </message>
    <message>
        <source>%1 consumers</source>
        <translation>컨슈머 %1개</translation>
    </message>
    <message>
        <source>%1 orders a second stored as completed</source>
        <translation>초당 완료 저장 %1건</translation>
    </message>
    <message>
        <source>%1 units left</source>
        <translation>남은 수량 %1</translation>
    </message>
</context>
<context>
    <name>Variants</name>
    <message>
        <source>Variant</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>예상</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>판매</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>발급</translation>
    </message>
    <message>
        <source>Oversold</source>
        <translation>초과 판매</translation>
    </message>
    <message>
        <source>Undersold</source>
        <translation>미달 판매</translation>
    </message>
    <message>
        <source>Accepted/s</source>
        <translation>접수/초</translation>
    </message>
    <message>
        <source>Completed/s</source>
        <translation>완료/초</translation>
    </message>
    <message>
        <source>Given/s</source>
        <translation>발급/초</translation>
    </message>
    <message>
        <source>p50 ms</source>
        <translation>p50 ms</translation>
    </message>
    <message>
        <source>p95 ms</source>
        <translation>p95 ms</translation>
    </message>
    <message>
        <source>p99 ms</source>
        <translation>p99 ms</translation>
    </message>
    <message>
        <source>Commands a lock</source>
        <translation>락당 명령 수</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2에서 %1</translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message>
        <source>PASS</source>
        <translation>PASS</translation>
    </message>
    <message>
        <source>FAIL</source>
        <translation>FAIL</translation>
    </message>
    <message>
        <source>UNKNOWN</source>
        <translation>UNKNOWN</translation>
    </message>
    <message>
        <source>Not run</source>
        <translation>실행 안 됨</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ArchiveBrowser</name>
    <message>
        <source>The archive has no line of this room.</source>
        <translation>아카이브에 이 방의 메시지가 없습니다.</translation>
    </message>
    <message>
        <source>the newest lines</source>
        <translation>가장 최근 메시지</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>%1쪽</translation>
    </message>
    <message>
        <source>room</source>
        <translation>방</translation>
    </message>
    <message>
        <source>A room of the chat, and the return key</source>
        <translation>채팅방 이름을 쓰고 Enter 키를 누르세요</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>회원</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>Lines of the room</source>
        <translation>방의 메시지</translation>
    </message>
    <message>
        <source>The line that is chosen</source>
        <translation>선택한 메시지</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::Bridge</name>
    <message>
        <source>The shop is coming up ...</source>
        <translation>상점을 여는 중입니다 ...</translation>
    </message>
    <message>
        <source>The shop is open.</source>
        <translation>상점이 열렸습니다.</translation>
    </message>
    <message>
        <source>Another run goes on: stop it first, or wait for its verdict.</source>
        <translation>다른 실행이 진행 중입니다. 먼저 중지하거나 판정을 기다리세요.</translation>
    </message>
    <message>
        <source>Stopping: what was not finished will be UNKNOWN.</source>
        <translation>중지하는 중입니다. 끝나지 않은 것은 UNKNOWN이 됩니다.</translation>
    </message>
    <message>
        <source>The engine is used from now on.</source>
        <translation>지금부터 이 엔진을 사용합니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ChartWidget</name>
    <message>
        <source>Save as &amp;PNG picture ...</source>
        <translation>PNG 그림으로 저장(&amp;P) ...</translation>
    </message>
    <message>
        <source>Save as &amp;SVG drawing ...</source>
        <translation>SVG 벡터 그림으로 저장(&amp;S) ...</translation>
    </message>
    <message>
        <source>Save figures as CS&amp;V ...</source>
        <translation>수치를 CSV로 저장(&amp;V) ...</translation>
    </message>
    <message>
        <source>&amp;Copy picture and figures</source>
        <translation>그림과 수치 복사(&amp;C)</translation>
    </message>
    <message>
        <source>Take the chart away</source>
        <translation>차트 내보내기</translation>
    </message>
    <message>
        <source>Save what is seen as PNG, SVG or CSV; or drag this button, or the chart&apos;s title, to where the chart shall go</source>
        <translation>보이는 그대로 PNG, SVG, CSV로 저장합니다. 이 버튼이나 차트 제목을 원하는 곳으로 끌어도 됩니다</translation>
    </message>
    <message>
        <source>A chart is saved as .png, .svg or .csv; %1 ends otherwise.</source>
        <translation>차트는 .png, .svg, .csv로만 저장할 수 있습니다. %1은(는) 확장자가 다릅니다.</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1을(를) 저장했습니다.</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another folder.</source>
        <translation>%1을(를) 쓰지 못했습니다: %2. 다른 폴더를 선택하세요.</translation>
    </message>
    <message>
        <source>The chart is on the clipboard, as a picture and as figures.</source>
        <translation>차트를 그림과 수치로 클립보드에 복사했습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ChatHouseCard</name>
    <message>
        <source>Kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>As a crash: its clients are cut off in the middle</source>
        <translation>장애처럼: 접속한 클라이언트가 도중에 끊깁니다</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>It comes up again at the same port</source>
        <translation>같은 포트에서 다시 시작합니다</translation>
    </message>
    <message>
        <source>clients</source>
        <translation>클라이언트</translation>
    </message>
    <message>
        <source>lines/s</source>
        <translation>메시지/초</translation>
    </message>
    <message>
        <source>What is said by those who are connected here</source>
        <translation>여기 접속한 사람들이 하는 말</translation>
    </message>
    <message>
        <source>heard/s</source>
        <translation>수신/초</translation>
    </message>
    <message>
        <source>A line, to each who listens here</source>
        <translation>메시지 하나가 여기서 듣는 한 사람에게 갈 때마다</translation>
    </message>
    <message>
        <source>|| paused</source>
        <translation>|| 일시 정지</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>죽음</translation>
    </message>
    <message>
        <source>Nobody of this page is here.</source>
        <translation>이 화면의 클라이언트는 여기 없습니다.</translation>
    </message>
    <message>
        <source>Mend the link</source>
        <translation>연결 복구</translation>
    </message>
    <message>
        <source>Cut the link</source>
        <translation>연결 끊기</translation>
    </message>
    <message>
        <source>It hears the others again, and they hear it; what was missed is marked and counted</source>
        <translation>다른 인스턴스와 다시 메시지를 주고받습니다. 놓친 메시지는 표시되고 개수가 나옵니다</translation>
    </message>
    <message>
        <source>It neither tells the other instances nor hears them; the archive gets all lines</source>
        <translation>다른 인스턴스와 메시지를 주고받지 못합니다. 아카이브에는 모두 남습니다</translation>
    </message>
    <message>
        <source>link cut</source>
        <translation>연결 끊김</translation>
    </message>
    <message>
        <source>joined</source>
        <translation>연결됨</translation>
    </message>
    <message>
        <source>alone</source>
        <translation>혼자</translation>
    </message>
    <message>
        <source>Nobody can be connected here</source>
        <translation>여기에는 아무도 접속할 수 없습니다</translation>
    </message>
    <message>
        <source>It stands still, with its connections</source>
        <translation>접속을 유지한 채 멈춰 있습니다</translation>
    </message>
    <message>
        <source>Up, and cut off from the other instances: neither hears the other</source>
        <translation>작동 중이지만 다른 인스턴스와 끊겨 있습니다: 서로 메시지를 듣지 못합니다</translation>
    </message>
    <message>
        <source>Up, and joined to the other instances: what is said here is heard there</source>
        <translation>작동 중이며 다른 인스턴스와 연결되어 있습니다: 여기서 한 말이 거기서도 들립니다</translation>
    </message>
    <message>
        <source>Up, but no other instance is there that it could hear</source>
        <translation>작동 중이지만 메시지를 주고받을 다른 인스턴스가 없습니다</translation>
    </message>
    <message>
        <source>client</source>
        <translation>클라이언트</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ChatNames</name>
    <message>
        <source>Robot %1</source>
        <translation>로봇 %1</translation>
    </message>
    <message>
        <source>Member %1</source>
        <translation>회원 %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1ms</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ChatPage</name>
    <message>
        <source>As soon as the shop is open, clients talk here over its instances of the chat.</source>
        <translation>상점이 열리면 여기서 클라이언트들이 채팅 인스턴스를 통해 대화합니다.</translation>
    </message>
    <message>
        <source>%1 was killed: its clients are cut off.</source>
        <translation>%1 강제 종료: 접속한 클라이언트가 끊겼습니다.</translation>
    </message>
    <message>
        <source>%1 is up again.</source>
        <translation>%1이(가) 다시 시작되었습니다.</translation>
    </message>
    <message>
        <source>&amp;Silence the robots</source>
        <translation>로봇 멈추기(&amp;S)</translation>
    </message>
    <message>
        <source>Let robots &amp;talk</source>
        <translation>로봇 대화 시작(&amp;T)</translation>
    </message>
    <message>
        <source>Four clients more, spread over the instances, that talk at this rate</source>
        <translation>인스턴스에 나뉘어 접속해 이 속도로 말하는 클라이언트 네 개</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>채팅</translation>
    </message>
    <message>
        <source>&amp;Add a client</source>
        <translation>클라이언트 추가(&amp;A)</translation>
    </message>
    <message>
        <source>One more pane, connected as a client of its own</source>
        <translation>독립된 클라이언트로 접속하는 창을 하나 더 엽니다</translation>
    </message>
    <message>
        <source>Kill the instance of this client</source>
        <translation>이 클라이언트의 인스턴스 강제 종료</translation>
    </message>
    <message>
        <source>Start what is dead</source>
        <translation>죽은 인스턴스 시작</translation>
    </message>
    <message>
        <source>Each instance of the chat that was killed</source>
        <translation>강제 종료된 모든 채팅 인스턴스</translation>
    </message>
    <message>
        <source>Whoever is cut off goes to another instance</source>
        <translation>끊기면 다른 인스턴스로 옮겨 가기</translation>
    </message>
    <message>
        <source>Else it waits until its own instance is back</source>
        <translation>끄면 원래 인스턴스가 돌아올 때까지 기다립니다</translation>
    </message>
    <message>
        <source>Viewers</source>
        <translation>시청자</translation>
    </message>
    <message>
        <source>Lines/s</source>
        <translation>메시지/초</translation>
    </message>
    <message>
        <source>Deliveries/s</source>
        <translation>전달/초</translation>
    </message>
    <message>
        <source>Robots</source>
        <translation>로봇</translation>
    </message>
    <message>
        <source>The robots&apos; room</source>
        <translation>로봇의 방</translation>
    </message>
    <message>
        <source>The room that the robots talk in</source>
        <translation>로봇들이 대화하는 방</translation>
    </message>
    <message>
        <source>Lines a second</source>
        <translation>초당 메시지</translation>
    </message>
    <message>
        <source>How many lines all of them together say a second</source>
        <translation>로봇 전체가 1초에 보내는 메시지 수</translation>
    </message>
    <message>
        <source> lines/s</source>
        <translation> 메시지/초</translation>
    </message>
    <message>
        <source>%1 is cut off from the others: they miss its lines, the archive does not.</source>
        <translation>%1의 연결을 끊었습니다: 다른 인스턴스는 메시지를 놓치지만 아카이브는 놓치지 않습니다.</translation>
    </message>
    <message>
        <source>%1 is joined to the others again.</source>
        <translation>%1이(가) 다른 인스턴스와 다시 연결되었습니다.</translation>
    </message>
    <message>
        <source>Cut the link of this client&apos;s instance</source>
        <translation>이 클라이언트의 인스턴스 연결 끊기</translation>
    </message>
    <message>
        <source>One conversation over several instances. Type in one client, see it in the others; then kill an instance, or cut its link.</source>
        <translation>여러 인스턴스에 걸친 하나의 대화. 한 클라이언트에서 입력하면 다른 클라이언트에 보입니다. 그런 다음 인스턴스를 강제 종료하거나 연결을 끊어 보세요.</translation>
    </message>
    <message>
        <source>Type in a client that is at an instance which is up</source>
        <translation>살아 있는 인스턴스에 접속한 클라이언트에 입력하세요</translation>
    </message>
    <message>
        <source>The instance of the client that was typed in last</source>
        <translation>마지막으로 입력한 클라이언트가 접속한 인스턴스</translation>
    </message>
    <message>
        <source>Kill %1 (%2)</source>
        <translation>%1 강제 종료 (%2)</translation>
    </message>
    <message>
        <source>Mend the link of %1 (%2)</source>
        <translation>%1 연결 복구 (%2)</translation>
    </message>
    <message>
        <source>Cut the link of %1 (%2)</source>
        <translation>%1 연결 끊기 (%2)</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ChatPane</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>What this client is called in the window</source>
        <translation>이 화면에서 부르는 클라이언트 이름</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>닫기</translation>
    </message>
    <message>
        <source>This client leaves</source>
        <translation>이 클라이언트가 나갑니다</translation>
    </message>
    <message>
        <source>The gateway</source>
        <translation>게이트웨이</translation>
    </message>
    <message>
        <source>Instance</source>
        <translation>인스턴스</translation>
    </message>
    <message>
        <source>Where this client is connected</source>
        <translation>이 클라이언트가 접속한 곳</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>방</translation>
    </message>
    <message>
        <source>The room that this client is in</source>
        <translation>이 클라이언트가 있는 방</translation>
    </message>
    <message>
        <source>Say something</source>
        <translation>메시지 입력</translation>
    </message>
    <message>
        <source>In</source>
        <translation>접속됨</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>접속 중</translation>
    </message>
    <message>
        <source>Cut off</source>
        <translation>끊김</translation>
    </message>
    <message>
        <source>Away</source>
        <translation>나감</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ChatRobots</name>
    <message>
        <source>Is it still in stock?</source>
        <translation>아직 재고 있나요?</translation>
    </message>
    <message>
        <source>I just got one!</source>
        <translation>방금 하나 샀어요!</translation>
    </message>
    <message>
        <source>When does the next sale begin?</source>
        <translation>다음 세일은 언제 시작하나요?</translation>
    </message>
    <message>
        <source>Does it come in blue?</source>
        <translation>파란색도 있나요?</translation>
    </message>
    <message>
        <source>Good price.</source>
        <translation>가격 좋네요.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ChatTranscript</name>
    <message>
        <source>What was said</source>
        <translation>대화 내용</translation>
    </message>
    <message>
        <source>via %1 · %2</source>
        <translation>%1 경유 · %2</translation>
    </message>
    <message>
        <source>Cut off for %1; the archive is asked ...</source>
        <translation>%1 동안 끊김, 아카이브에 묻는 중 ...</translation>
    </message>
    <message>
        <source>Cut off for %1; the archive does not say what was missed</source>
        <translation>%1 동안 끊김, 놓친 메시지를 아카이브가 알려 주지 않음</translation>
    </message>
    <message>
        <source>Cut off for %1; nothing missed</source>
        <translation>%1 동안 끊김, 놓친 메시지 없음</translation>
    </message>
    <message>
        <source>Cut off for %1; lines missed: %2. The archive has them.</source>
        <translation>%1 동안 끊김, 놓친 메시지 %2개. 아카이브에 남아 있습니다.</translation>
    </message>
    <message>
        <source>Lines of %1 missed: %2. The archive has them.</source>
        <translation>놓친 %1 메시지: %2개. 아카이브에 남아 있습니다.</translation>
    </message>
    <message>
        <source>Cut off for %1; lines missed: at least %2. The archive has them.</source>
        <translation>%1 동안 끊김, 놓친 메시지 %2개 이상. 아카이브에 남아 있습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::CheckTree</name>
    <message>
        <source>What the run was held to</source>
        <translation>실행이 지켜야 했던 것</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>검사</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>예상</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>실제</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>설명</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>명령 팔레트</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>무엇을 할까요?</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>명령</translation>
    </message>
    <message>
        <source>Nothing here is called that.</source>
        <translation>그런 이름의 명령이 없습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::CompareChart</name>
    <message>
        <source>Chart</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>%1: %2, from %3 to %4</source>
        <translation>%1: %2, %3부터 %4까지</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::CompareView</name>
    <message>
        <source>Results side by side</source>
        <translation>나란히 놓은 결과</translation>
    </message>
    <message>
        <source>Figures, and by how much each differs from the first</source>
        <translation>수치와 첫 번째와의 차이</translation>
    </message>
    <message>
        <source>%1: %2, %3, seed %4</source>
        <translation>%1: %2, %3, 시드 %4</translation>
    </message>
    <message>
        <source>Differences are against the first column.</source>
        <translation>차이는 첫 번째 열을 기준으로 합니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ComparisonModel</name>
    <message>
        <source>verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Figure</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>실행 안 됨</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::EngineChoice</name>
    <message>
        <source>&amp;Address of the engine</source>
        <translation>엔진 주소(&amp;A)</translation>
    </message>
    <message>
        <source>Address of the engine</source>
        <translation>엔진 주소</translation>
    </message>
    <message>
        <source>&amp;Use this engine</source>
        <translation>이 엔진 사용(&amp;U)</translation>
    </message>
    <message>
        <source>It is tried first; then the shop is closed and opened again on it</source>
        <translation>먼저 시험한 뒤 상점을 닫고 이 엔진으로 다시 엽니다</translation>
    </message>
    <message>
        <source>&amp;Back to the embedded one</source>
        <translation>내장 엔진으로(&amp;B)</translation>
    </message>
    <message>
        <source>The engine is being changed</source>
        <translation>엔진을 바꾸는 중입니다</translation>
    </message>
    <message>
        <source>Change the engine of: %1</source>
        <translation>엔진 변경: %1</translation>
    </message>
    <message>
        <source>Give the address of a %1 that runs. It is tried first; where it does not answer, all stays as it is. A run that goes on keeps its engines.</source>
        <translation>실행 중인 %1의 주소를 입력하세요. 먼저 시험해 보고, 응답이 없으면 그대로 둡니다. 진행 중인 실행은 기존 엔진을 유지합니다.</translation>
    </message>
    <message>
        <source>%1 is not built into this version yet: this port runs on its embedded engine, which needs nothing.</source>
        <translation>%1은(는) 아직 이 버전에 포함되지 않았습니다. 이 포트는 아무것도 필요 없는 내장 엔진을 사용합니다.</translation>
    </message>
    <message>
        <source>No engine for this port is built into this version yet.</source>
        <translation>이 포트의 엔진은 아직 이 버전에 포함되지 않았습니다.</translation>
    </message>
    <message>
        <source>Asking %1 ...</source>
        <translation>%1을(를) 확인하는 중 ...</translation>
    </message>
    <message>
        <source>The shop runs on it.</source>
        <translation>상점이 이 엔진으로 작동합니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::EnginesModel</name>
    <message>
        <source>Port</source>
        <translation>포트</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>왕복 시간</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>주소</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::EnginesPage</name>
    <message>
        <source>Engines</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>왕복 시간</translation>
    </message>
    <message>
        <source>What to know of it:</source>
        <translation>알아 둘 점:</translation>
    </message>
    <message>
        <source>Chosen by the setting</source>
        <translation>선택하는 설정</translation>
    </message>
    <message>
        <source>What RushLab runs on. Each one is opened, used and timed when it is checked.</source>
        <translation>RushLab이 사용하는 엔진입니다. 확인할 때마다 열고, 써 보고, 시간을 잽니다.</translation>
    </message>
    <message>
        <source>Asking every engine ...</source>
        <translation>모든 엔진을 확인하는 중입니다 ...</translation>
    </message>
    <message>
        <source>%1 of %2 engines ready</source>
        <translation>엔진 %2개 중 %1개 준비됨</translation>
    </message>
    <message>
        <source>%1 of %2 engines ready, %3 unavailable</source>
        <translation>엔진 %2개 중 %1개 준비됨, %3개 사용 불가</translation>
    </message>
    <message>
        <source>&amp;Check again</source>
        <translation>다시 확인(&amp;C)</translation>
    </message>
    <message>
        <source>Ask every engine again</source>
        <translation>모든 엔진을 다시 확인합니다</translation>
    </message>
    <message>
        <source>About the chosen engine</source>
        <translation>선택한 엔진 정보</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::FlashSalePage</name>
    <message>
        <source>No instance of the role %1 runs any more.</source>
        <translation>%1 역할의 인스턴스가 더 이상 없습니다.</translation>
    </message>
    <message>
        <source>%1 was killed.</source>
        <translation>%1을(를) 강제 종료했습니다.</translation>
    </message>
    <message>
        <source>The order queue&apos;s consumers were dropped.</source>
        <translation>주문 큐의 컨슈머를 끊었습니다.</translation>
    </message>
    <message>
        <source>%1 runs again.</source>
        <translation>%1이(가) 다시 작동합니다.</translation>
    </message>
    <message>
        <source>Another run goes on: a sale can start when it has ended.</source>
        <translation>다른 실행이 진행 중입니다. 끝나면 판매를 시작할 수 있습니다.</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>시작(&amp;S)</translation>
    </message>
    <message>
        <source>Starts the sale as the form says</source>
        <translation>설정한 대로 판매를 시작합니다</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>중지(&amp;O)</translation>
    </message>
    <message>
        <source>Stops the sale; what was not finished is UNKNOWN</source>
        <translation>판매를 중지합니다. 끝나지 않은 것은 UNKNOWN입니다</translation>
    </message>
    <message>
        <source>Oversell</source>
        <translation>초과 판매</translation>
    </message>
    <message>
        <source>A sale without any guard: shows overselling</source>
        <translation>보호 장치 없는 판매: 초과 판매를 보여 줍니다</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>막기</translation>
    </message>
    <message>
        <source>The same sale with units taken in one atomic step</source>
        <translation>상품을 원자적 단계 하나로 가져가는 같은 판매</translation>
    </message>
    <message>
        <source>Compare all</source>
        <translation>모두 비교</translation>
    </message>
    <message>
        <source>Every strategy, one after the other, on the same buyers</source>
        <translation>모든 전략을 같은 구매자로 차례차례 실행합니다</translation>
    </message>
    <message>
        <source>Kill an order instance</source>
        <translation>주문 인스턴스 강제 종료</translation>
    </message>
    <message>
        <source>As a crash would: its connections are cut</source>
        <translation>장애처럼 연결이 끊어집니다</translation>
    </message>
    <message>
        <source>Drop consumers</source>
        <translation>컨슈머 끊기</translation>
    </message>
    <message>
        <source>Drops the consumers of the order queue: they come back, with their messages</source>
        <translation>주문 큐의 컨슈머를 끊습니다. 컨슈머와 메시지는 다시 돌아옵니다</translation>
    </message>
    <message>
        <source>Kill the worker</source>
        <translation>워커 강제 종료</translation>
    </message>
    <message>
        <source>Nothing is completed until it is started again</source>
        <translation>다시 시작할 때까지 아무것도 완료되지 않습니다</translation>
    </message>
    <message>
        <source>Start what is down</source>
        <translation>중단된 것 시작</translation>
    </message>
    <message>
        <source>Starts every instance that was killed</source>
        <translation>강제 종료된 모든 인스턴스를 시작합니다</translation>
    </message>
    <message>
        <source>Open an order ...</source>
        <translation>주문 열기 ...</translation>
    </message>
    <message>
        <source>An order&apos;s way through the roles, with times</source>
        <translation>주문이 역할을 거쳐 간 경로와 시간</translation>
    </message>
    <message>
        <source>Flash sale</source>
        <translation>플래시 세일</translation>
    </message>
    <message>
        <source>100 units, 1,000 buyers, all at once: press Start (Ctrl+Return). Choose other strategies to see them fail, or hold.</source>
        <translation>상품 100개에 구매자 1,000명이 한꺼번에 몰립니다. 시작(Ctrl+Return)을 누르세요. 다른 전략을 고르면 실패하거나 버티는 모습을 볼 수 있습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::HistoryList</name>
    <message>
        <source>Filter by any word: a strategy, a note, a date</source>
        <translation>단어로 거르기: 전략, 메모, 날짜</translation>
    </message>
    <message>
        <source>Filter the results by words</source>
        <translation>단어로 결과 거르기</translation>
    </message>
    <message>
        <source>Filter the results by verdict</source>
        <translation>판정으로 결과 거르기</translation>
    </message>
    <message>
        <source>Filter the results by scenario</source>
        <translation>시나리오로 결과 거르기</translation>
    </message>
    <message>
        <source>Results, the newest first</source>
        <translation>결과 (최신순)</translation>
    </message>
    <message>
        <source>Any verdict</source>
        <translation>모든 판정</translation>
    </message>
    <message>
        <source>Go to the flash sale</source>
        <translation>플래시 세일로 이동</translation>
    </message>
    <message>
        <source>No results yet</source>
        <translation>아직 결과 없음</translation>
    </message>
    <message>
        <source>Reading the results ...</source>
        <translation>결과를 읽는 중 ...</translation>
    </message>
    <message>
        <source>Every run is kept here with its verdict, figures and charts. Stage a sale first: 100 units against 1,000 buyers take a few seconds.</source>
        <translation>모든 실행은 판정, 수치, 차트와 함께 여기에 보관됩니다. 먼저 판매를 시작하세요. 상품 100개에 구매자 1,000명이면 몇 초면 끝납니다.</translation>
    </message>
    <message>
        <source>%1 of %2 results</source>
        <translation>결과 %2개 중 %1개</translation>
    </message>
    <message>
        <source>Any scenario</source>
        <translation>모든 시나리오</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::InboxModel</name>
    <message>
        <source>To</source>
        <translation>받는 사람</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>제목</translation>
    </message>
    <message>
        <source>Taken over at</source>
        <translation>접수 시각</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::LeafBrowser</name>
    <message>
        <source>Newest</source>
        <translation>최신</translation>
    </message>
    <message>
        <source>Look again, from the newest on</source>
        <translation>가장 최근 것부터 다시 봅니다</translation>
    </message>
    <message>
        <source>Newer</source>
        <translation>더 최근</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>더 이전</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::LiveChart</name>
    <message>
        <source>10 s</source>
        <translation>10초</translation>
    </message>
    <message>
        <source>Show the last 10 seconds</source>
        <translation>최근 10초를 표시합니다</translation>
    </message>
    <message>
        <source>60 s</source>
        <translation>60초</translation>
    </message>
    <message>
        <source>Show the last 60 seconds</source>
        <translation>최근 60초를 표시합니다</translation>
    </message>
    <message>
        <source>All</source>
        <translation>전체</translation>
    </message>
    <message>
        <source>Show everything since the run began</source>
        <translation>실행 시작부터 전체를 표시합니다</translation>
    </message>
    <message>
        <source>Zoom back</source>
        <translation>확대 취소</translation>
    </message>
    <message>
        <source>Back to the chosen time (0, or double click)</source>
        <translation>선택한 시간 범위로 돌아갑니다 (0 또는 두 번 클릭)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>계속</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>Follow the newest values again (Space)</source>
        <translation>최신 값을 다시 따라갑니다 (스페이스)</translation>
    </message>
    <message>
        <source>Hold the picture still; values are kept meanwhile (Space)</source>
        <translation>화면을 멈춥니다. 그동안의 값은 보관됩니다 (스페이스)</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>%1: %2 now, least %3, most %4</source>
        <translation>%1: 현재 %2, 최소 %3, 최대 %4</translation>
    </message>
    <message>
        <source>%1: no value</source>
        <translation>%1: 값 없음</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%2의 %1</translation>
    </message>
    <message>
        <source>Markers: %1</source>
        <translation>표시: %1</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::MailFlow</name>
    <message>
        <source>Mails on their way</source>
        <translation>보내는 중인 메일</translation>
    </message>
    <message>
        <source>%1 waiting, %2 at the mail server, %3 in the inbox, %4 lost, %5 came again</source>
        <translation>대기 %1통, 메일 서버 앞 %2통, 받은 편지함 %3통, 유실 %4통, 다시 온 것 %5통</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기 중</translation>
    </message>
    <message>
        <source>At the mail server</source>
        <translation>메일 서버 앞</translation>
    </message>
    <message>
        <source>In the inbox</source>
        <translation>받은 편지함</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>유실</translation>
    </message>
    <message>
        <source>the node is dead</source>
        <translation>노드가 죽었습니다</translation>
    </message>
    <message>
        <source>promised, not taken on yet</source>
        <translation>약속되었고 아직 보내지 않음</translation>
    </message>
    <message>
        <source>the newest first</source>
        <translation>최신순</translation>
    </message>
    <message>
        <source>promised, and will never come</source>
        <translation>약속되었지만 오지 않음</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>그 밖에 %1통</translation>
    </message>
    <message>
        <source>Let people sign up: each is promised a mail, and it is drawn here on its way.</source>
        <translation>가입을 시작하세요. 가입자마다 메일이 약속되고, 그 메일이 가는 길이 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>Open the shop, and its welcome mails are drawn here one by one.</source>
        <translation>상점을 열면 환영 메일이 한 통씩 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>dotted: there, not confirmed</source>
        <translation>점선: 도착했지만 확인 전</translation>
    </message>
    <message>
        <source>Mail %1</source>
        <translation>메일 %1</translation>
    </message>
    <message>
        <source>carried by %1</source>
        <translation>%1 담당</translation>
    </message>
    <message>
        <source>attempts: %1</source>
        <translation>시도 %1번</translation>
    </message>
    <message>
        <source>in the inbox: %1</source>
        <translation>받은 편지함에 %1통</translation>
    </message>
    <message>
        <source>The shop is coming up ...</source>
        <translation>상점을 여는 중입니다 ...</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::MailInbox</name>
    <message>
        <source>Inbox</source>
        <translation>받은 편지함</translation>
    </message>
    <message>
        <source>Search the inbox</source>
        <translation>받은 편지함 검색</translation>
    </message>
    <message>
        <source>Search subjects and addresses</source>
        <translation>제목과 주소 검색</translation>
    </message>
    <message>
        <source>The chosen letter</source>
        <translation>선택한 편지</translation>
    </message>
    <message>
        <source>Choose a letter to read it.</source>
        <translation>읽을 편지를 고르세요.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::MailPage</name>
    <message>
        <source>The shop for mails is open.</source>
        <translation>메일을 보내는 상점이 열렸습니다.</translation>
    </message>
    <message>
        <source>People sign up.</source>
        <translation>사람들이 가입하고 있습니다.</translation>
    </message>
    <message>
        <source>Nobody signs up any more.</source>
        <translation>더 이상 아무도 가입하지 않습니다.</translation>
    </message>
    <message>
        <source>The consumer was cut off in the middle: look what becomes of its mails.</source>
        <translation>컨슈머를 도중에 끊었습니다. 그 메일들이 어떻게 되는지 보세요.</translation>
    </message>
    <message>
        <source>The node is dead: what is on its disk is all that is left. Start it again.</source>
        <translation>노드가 죽었습니다. 디스크에 있는 것만 남았습니다. 다시 시작하세요.</translation>
    </message>
    <message>
        <source>The node is back.</source>
        <translation>노드가 돌아왔습니다.</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>메일</translation>
    </message>
    <message>
        <source>&amp;Open the shop</source>
        <translation>상점 열기(&amp;O)</translation>
    </message>
    <message>
        <source>As a process of its own, with its own data folder, that can be killed</source>
        <translation>자체 데이터 폴더를 가지고 따로 강제 종료할 수 있는 별도 프로세스로 엽니다</translation>
    </message>
    <message>
        <source>Kill the consumer now</source>
        <translation>지금 컨슈머 강제 종료</translation>
    </message>
    <message>
        <source>kill -9 the node</source>
        <translation>노드에 kill -9</translation>
    </message>
    <message>
        <source>SIGKILL to the shop&apos;s process</source>
        <translation>상점 프로세스에 SIGKILL을 보냅니다</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>다시 시작</translation>
    </message>
    <message>
        <source>Start the shop&apos;s process again, on the same data folder</source>
        <translation>같은 데이터 폴더로 상점 프로세스를 다시 시작합니다</translation>
    </message>
    <message>
        <source>Sign-ups a second</source>
        <translation>초당 가입 수</translation>
    </message>
    <message>
        <source>How mails are sent</source>
        <translation>메일 발송 방식</translation>
    </message>
    <message>
        <source>How a mail gets from the sign-up to the mail server</source>
        <translation>메일이 가입에서 메일 서버까지 가는 방식</translation>
    </message>
    <message>
        <source>Promised</source>
        <translation>약속됨</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>배달됨</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>유실</translation>
    </message>
    <message>
        <source>Delivered twice</source>
        <translation>두 번 배달됨</translation>
    </message>
    <message>
        <source>Went back and came again</source>
        <translation>되돌아갔다가 다시 옴</translation>
    </message>
    <message>
        <source>&amp;Stop the sign-ups</source>
        <translation>가입 멈추기(&amp;S)</translation>
    </message>
    <message>
        <source>Let people &amp;sign up</source>
        <translation>가입 시작(&amp;S)</translation>
    </message>
    <message>
        <source>So many a second, until this is pressed again</source>
        <translation>다시 누를 때까지 초당 이만큼 가입합니다</translation>
    </message>
    <message>
        <source>A mail takes</source>
        <translation>메일 한 통에</translation>
    </message>
    <message>
        <source> s</source>
        <translation>초</translation>
    </message>
    <message>
        <source>Half of it before the mail server has the mail, half before it says so</source>
        <translation>절반은 메일 서버가 메일을 받기 전, 절반은 받았다고 답하기 전의 시간입니다</translation>
    </message>
    <message>
        <source>Whoever signs up is promised a mail. Kill who carries it: which way loses some?</source>
        <translation>가입하는 사람마다 메일을 약속받습니다. 나르는 쪽을 강제 종료해 보세요. 어느 방식이 메일을 잃어버릴까요?</translation>
    </message>
    <message>
        <source>Cut off the one of two consumers whose mail came to the server last; the other goes on</source>
        <translation>두 컨슈머 가운데 마지막으로 메일 서버에 온 메일을 나르는 쪽을 끊습니다. 다른 쪽은 계속합니다</translation>
    </message>
    <message>
        <source>The shop is coming up ...</source>
        <translation>상점을 여는 중입니다 ...</translation>
    </message>
    <message>
        <source>The node is dead.</source>
        <translation>노드가 죽었습니다.</translation>
    </message>
    <message>
        <source>As many have signed up as can be watched here: nobody else does.</source>
        <translation>여기서 지켜볼 수 있는 만큼 모두 가입했습니다. 더는 가입하지 않습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::MailWays</name>
    <message>
        <source>Queue</source>
        <translation>큐</translation>
    </message>
    <message>
        <source>In memory (async)</source>
        <translation>메모리 안에서(async)</translation>
    </message>
    <message>
        <source>List</source>
        <translation>리스트</translation>
    </message>
    <message>
        <source>List with a reaper</source>
        <translation>리스트 + 회수기</translation>
    </message>
    <message>
        <source>%1 once</source>
        <translation>한 번 %1통</translation>
    </message>
    <message>
        <source>%1 twice</source>
        <translation>두 번 %1통</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>유실 %1통</translation>
    </message>
    <message>
        <source>%1 promised</source>
        <translation>약속 %1통</translation>
    </message>
    <message>
        <source>Each way that was tried has its bar here: what came once, what came twice, and what was lost.</source>
        <translation>시험해 본 방식마다 한 번 온 것, 두 번 온 것, 유실된 것이 막대 하나로 나타납니다.</translation>
    </message>
    <message>
        <source>The ways side by side</source>
        <translation>방식별 비교</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::MainWindow</name>
    <message>
        <source>Pages</source>
        <translation>페이지</translation>
    </message>
    <message>
        <source>The version of RushLab</source>
        <translation>RushLab 버전</translation>
    </message>
    <message>
        <source>About RushLab</source>
        <translation>RushLab 정보</translation>
    </message>
    <message>
        <source>RushLab %1

A laboratory for live commerce: stage the moments that break a shop, watch them live, and keep a verdict that is proven from records.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>RushLab %1

라이브 커머스 실험실: 상점이 무너지는 순간을 재현하고, 실시간으로 지켜보고, 기록으로 증명된 판정을 보관합니다.

GNU 일반 공중 사용 허가서(GPL) 3판 이상을 따르는 자유 소프트웨어입니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::MessageBrowser</name>
    <message>
        <source>Looking into %1 ...</source>
        <translation>%1 조회 중 ...</translation>
    </message>
    <message>
        <source>No message of %1 is ready.</source>
        <translation>%1에 대기 중인 메시지가 없습니다.</translation>
    </message>
    <message>
        <source>%1: %2 ready messages</source>
        <translation>%1: 대기 메시지 %2건</translation>
    </message>
    <message>
        <source>%1: the first %2 ready messages</source>
        <translation>%1: 앞의 대기 메시지 %2건</translation>
    </message>
    <message>
        <source>Messages of the queue</source>
        <translation>큐의 메시지</translation>
    </message>
    <message>
        <source>The message that is chosen</source>
        <translation>선택한 메시지</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::MessagesModel</name>
    <message>
        <source>(default)</source>
        <translation>(기본)</translation>
    </message>
    <message>
        <source>%1 in %2, %3 times, first at %4; it had come by %5 with the key %6</source>
        <translation>%2에서 %1, %3회, 최초 %4; %5를 거쳐 키 %6(으)로 들어옴</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%2에서 %1</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>익스체인지</translation>
    </message>
    <message>
        <source>Routing key</source>
        <translation>라우팅 키</translation>
    </message>
    <message>
        <source>Lives</source>
        <translation>수명</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1ms</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>전달</translation>
    </message>
    <message>
        <source>never yet</source>
        <translation>아직 없음</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1회</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>순서</translation>
    </message>
    <message>
        <source>What happened to it</source>
        <translation>경위</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>본문</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::NodeCommands</name>
    <message>
        <source>Kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>As a crash: connections are cut, nothing is finished</source>
        <translation>장애처럼 연결을 끊고 아무것도 마치지 않습니다</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>중지</translation>
    </message>
    <message>
        <source>It finishes what it has and leaves</source>
        <translation>하던 일을 마치고 빠집니다</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>시작</translation>
    </message>
    <message>
        <source>It comes up again at the same port</source>
        <translation>같은 포트에서 다시 시작합니다</translation>
    </message>
    <message>
        <source>Drop consumers</source>
        <translation>컨슈머 끊기</translation>
    </message>
    <message>
        <source>Cuts the consumers of this queue off, as a network fault does</source>
        <translation>네트워크 장애처럼 이 큐의 컨슈머를 끊습니다</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>다시 진행</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>일시 정지</translation>
    </message>
    <message>
        <source>It goes on where it stood still</source>
        <translation>멈춘 곳에서 다시 진행합니다</translation>
    </message>
    <message>
        <source>It stands still, with its connections and its lease, until it is resumed</source>
        <translation>다시 진행할 때까지 연결과 임대를 유지한 채 멈춥니다</translation>
    </message>
    <message>
        <source>%1 was killed.</source>
        <translation>%1을(를) 강제 종료했습니다.</translation>
    </message>
    <message>
        <source>%1 goes on.</source>
        <translation>%1: 다시 진행합니다.</translation>
    </message>
    <message>
        <source>%1 stands still.</source>
        <translation>%1: 멈췄습니다.</translation>
    </message>
    <message>
        <source>%1 has finished and left.</source>
        <translation>%1: 일을 마치고 빠졌습니다.</translation>
    </message>
    <message>
        <source>%1 is up again.</source>
        <translation>%1: 다시 시작했습니다.</translation>
    </message>
    <message>
        <source>The consumers of %1 were dropped.</source>
        <translation>%1의 컨슈머를 끊었습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::OrderWayDialog</name>
    <message>
        <source>Open an order</source>
        <translation>주문 열기</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>실행</translation>
    </message>
    <message>
        <source>Part of an order&apos;s id</source>
        <translation>주문 ID의 일부</translation>
    </message>
    <message>
        <source>Filter of orders</source>
        <translation>주문 필터</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>주문</translation>
    </message>
    <message>
        <source>No order is known yet: start a sale, and its first orders are here.</source>
        <translation>아직 주문이 없습니다. 판매를 시작하면 첫 주문들이 여기에 표시됩니다.</translation>
    </message>
    <message>
        <source>Choose an order to see its way through the roles.</source>
        <translation>주문을 고르면 역할을 거쳐 간 경로가 표시됩니다.</translation>
    </message>
    <message>
        <source>Order %1: where it was, and how long after its arrival.</source>
        <translation>주문 %1: 어디에 있었고 도착한 지 얼마나 지났는지.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::OrderWayView</name>
    <message>
        <source>The order&apos;s way</source>
        <translation>주문 경로</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::OverviewPage</name>
    <message>
        <source>Overview</source>
        <translation>개요</translation>
    </message>
    <message>
        <source>Lab on view</source>
        <translation>보고 있는 랩</translation>
    </message>
    <message>
        <source>Which lab is shown here</source>
        <translation>여기에 표시할 랩</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>표로 보기</translation>
    </message>
    <message>
        <source>The same as rows of text (T)</source>
        <translation>같은 내용을 글로 된 표로 봅니다 (T)</translation>
    </message>
    <message>
        <source>Topology as a table</source>
        <translation>토폴로지 표</translation>
    </message>
    <message>
        <source>Open the shop again</source>
        <translation>상점을 다시 엽니다</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>다시 시도</translation>
    </message>
    <message>
        <source>Open the shop on free ports</source>
        <translation>비어 있는 포트로 상점을 엽니다</translation>
    </message>
    <message>
        <source>Use free ports</source>
        <translation>빈 포트 사용</translation>
    </message>
    <message>
        <source>Where other programs have the shop&apos;s own ports</source>
        <translation>다른 프로그램이 상점의 포트를 쓰고 있을 때</translation>
    </message>
    <message>
        <source>Accepted/s</source>
        <translation>접수/초</translation>
    </message>
    <message>
        <source>Completed/s</source>
        <translation>완료/초</translation>
    </message>
    <message>
        <source>Waiting in queues</source>
        <translation>큐 대기</translation>
    </message>
    <message>
        <source>Order p95, ms</source>
        <translation>주문 p95, ms</translation>
    </message>
    <message>
        <source>Rates are requests a second as far as the services, orders a second from the queues on. Click a node, or go with the arrow keys, to kill, pause, stop or start it.</source>
        <translation>서비스까지는 초당 요청, 큐부터는 초당 주문입니다. 노드를 클릭하거나 방향키로 골라 강제 종료, 일시 정지, 중지, 시작할 수 있습니다.</translation>
    </message>
    <message>
        <source>Topology</source>
        <translation>토폴로지</translation>
    </message>
    <message>
        <source>The shop on its own ports</source>
        <translation>자체 포트의 상점</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>실행: %1</translation>
    </message>
    <message>
        <source>The shop could not come up</source>
        <translation>상점을 열지 못했습니다</translation>
    </message>
    <message>
        <source>The shop is closed</source>
        <translation>상점이 닫혀 있습니다</translation>
    </message>
    <message>
        <source>The shop is coming up</source>
        <translation>상점을 여는 중입니다</translation>
    </message>
    <message>
        <source>Open it, and its instances, queues and engines are drawn here while they work.</source>
        <translation>상점을 열면 인스턴스, 큐, 엔진이 동작하는 모습이 여기에 그려집니다.</translation>
    </message>
    <message>
        <source>The first figures are on their way.</source>
        <translation>첫 수치를 기다리는 중입니다.</translation>
    </message>
    <message>
        <source>Open the shop</source>
        <translation>상점 열기</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ParameterField</name>
    <message>
        <source>Choose at least one.</source>
        <translation>하나 이상 고르세요.</translation>
    </message>
    <message>
        <source>Allowed: %1.</source>
        <translation>허용: %1.</translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation>예상: %1.</translation>
    </message>
    <message>
        <source>%1  (oversells)</source>
        <translation>%1  (초과 판매)</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::PublishDialog</name>
    <message>
        <source>Publish a message</source>
        <translation>메시지 발행</translation>
    </message>
    <message>
        <source>Empty: it is given one</source>
        <translation>비워 두면 자동으로 부여됩니다</translation>
    </message>
    <message>
        <source>A line each: name: value</source>
        <translation>한 줄에 하나씩 이름: 값</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>발행</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>익스체인지</translation>
    </message>
    <message>
        <source>Routing key</source>
        <translation>라우팅 키</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>ID</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>헤더</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>본문</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::QueueCommands</name>
    <message>
        <source>%1 is up.</source>
        <translation>%1이(가) 시작되었습니다.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>새로 고침</translation>
    </message>
    <message>
        <source>Which messages are ready now</source>
        <translation>지금 대기 중인 메시지를 다시 조회합니다</translation>
    </message>
    <message>
        <source>Publish ...</source>
        <translation>발행 ...</translation>
    </message>
    <message>
        <source>A message written by hand</source>
        <translation>메시지를 직접 작성해 보냅니다</translation>
    </message>
    <message>
        <source>Purge ...</source>
        <translation>비우기 ...</translation>
    </message>
    <message>
        <source>Drops every ready message of this queue</source>
        <translation>이 큐의 대기 메시지를 모두 버립니다</translation>
    </message>
    <message>
        <source>Send back ...</source>
        <translation>되돌려 보내기 ...</translation>
    </message>
    <message>
        <source>The chosen dead letters, into the queue where they died</source>
        <translation>선택한 데드 레터를 원래 큐로 되돌려 보냅니다</translation>
    </message>
    <message>
        <source>Send all back ...</source>
        <translation>모두 되돌려 보내기 ...</translation>
    </message>
    <message>
        <source>Every dead letter of this queue, into the one where it died</source>
        <translation>이 큐의 데드 레터를 모두 원래 큐로 되돌려 보냅니다</translation>
    </message>
    <message>
        <source>Add a worker</source>
        <translation>워커 추가</translation>
    </message>
    <message>
        <source>One more instance that consumes every queue</source>
        <translation>모든 큐를 소비하는 인스턴스를 하나 더 띄웁니다</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>채널 끊기</translation>
    </message>
    <message>
        <source>Cuts this consumer&apos;s channel: what it holds goes back, and it opens another</source>
        <translation>이 컨슈머의 채널을 끊습니다. 보유한 메시지는 큐로 돌아가고 채널은 다시 열립니다</translation>
    </message>
    <message>
        <source>Kill</source>
        <translation>강제 종료</translation>
    </message>
    <message>
        <source>The instance of this consumer, as a crash: it does not come back by itself</source>
        <translation>이 컨슈머의 인스턴스를 장애처럼 종료합니다. 저절로 돌아오지 않습니다</translation>
    </message>
    <message>
        <source>As fast as ever</source>
        <translation>원래 속도로</translation>
    </message>
    <message>
        <source>Slow down</source>
        <translation>느리게</translation>
    </message>
    <message>
        <source>Each message reaches this consumer %1 ms later</source>
        <translation>메시지가 이 컨슈머에 %1ms 늦게 도착합니다</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>취소</translation>
    </message>
    <message>
        <source>It went into %1 queues.</source>
        <translation>큐 %1개에 들어갔습니다.</translation>
    </message>
    <message>
        <source>Purge %1</source>
        <translation>%1 비우기</translation>
    </message>
    <message>
        <source>%1 ready messages of %2 will be gone for good. What consumers hold stays theirs.</source>
        <translation>%2의 대기 메시지 %1건이 완전히 사라집니다. 컨슈머가 보유한 메시지는 그대로 남습니다.</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>비우기</translation>
    </message>
    <message>
        <source>%1 messages of %2 are gone.</source>
        <translation>%2의 메시지 %1건을 버렸습니다.</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>외 %1건</translation>
    </message>
    <message>
        <source>Send dead letters back</source>
        <translation>데드 레터 되돌려 보내기</translation>
    </message>
    <message>
        <source>%1 dead letters of %2 would go back to the queue where they died:</source>
        <translation>%2의 데드 레터 %1건이 원래 큐로 돌아갑니다:</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>되돌려 보내기</translation>
    </message>
    <message>
        <source>%1 dead letters went back.</source>
        <translation>데드 레터 %1건을 되돌려 보냈습니다.</translation>
    </message>
    <message>
        <source>%1 is %2 ms slower a message.</source>
        <translation>%1이(가) 메시지당 %2ms 느려졌습니다.</translation>
    </message>
    <message>
        <source>%1 is as fast as ever.</source>
        <translation>%1이(가) 원래 속도로 돌아왔습니다.</translation>
    </message>
    <message>
        <source>The channel of %1 was cut: what it held went back.</source>
        <translation>%1의 채널을 끊었습니다. 보유한 메시지는 큐로 돌아갔습니다.</translation>
    </message>
    <message>
        <source>%1 was killed.</source>
        <translation>%1을(를) 강제 종료했습니다.</translation>
    </message>
    <message>
        <source>It went into one queue.</source>
        <translation>큐 하나에 들어갔습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::QueueFigures</name>
    <message>
        <source>Messages in %1</source>
        <translation>%1의 메시지</translation>
    </message>
    <message>
        <source>%1, a second</source>
        <translation>%1, 초당</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>unacked</source>
        <translation>미확인</translation>
    </message>
    <message>
        <source>published</source>
        <translation>발행</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>전달</translation>
    </message>
    <message>
        <source>acked</source>
        <translation>확인</translation>
    </message>
    <message>
        <source>The first figures are on their way.</source>
        <translation>첫 수치를 기다리는 중입니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::QueueMap</name>
    <message>
        <source>Exchange</source>
        <translation>익스체인지</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>큐</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Unacked</source>
        <translation>미확인</translation>
    </message>
    <message>
        <source>Published/s</source>
        <translation>발행/초</translation>
    </message>
    <message>
        <source>Delivered/s</source>
        <translation>전달/초</translation>
    </message>
    <message>
        <source>Acked/s</source>
        <translation>확인/초</translation>
    </message>
    <message>
        <source>Consumer: held of prefetch, busy</source>
        <translation>컨슈머: 보유/프리페치, 가동률</translation>
    </message>
    <message>
        <source>+%1 ms</source>
        <translation>+%1ms</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::QueuesPage</name>
    <message>
        <source>Queues</source>
        <translation>큐</translation>
    </message>
    <message>
        <source>of the shop</source>
        <translation>상점</translation>
    </message>
    <message>
        <source>of the run %1</source>
        <translation>실행 %1</translation>
    </message>
    <message>
        <source>As soon as the shop is open, its queues are drawn here while they work.</source>
        <translation>상점이 열리면 큐가 움직이는 모습이 여기에 실시간으로 그려집니다.</translation>
    </message>
    <message>
        <source>Exchanges, queues and consumers</source>
        <translation>익스체인지, 큐, 컨슈머</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>최근 1분</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>The queue that is chosen</source>
        <translation>선택한 큐</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::RecordBrowser</name>
    <message>
        <source>partition %1</source>
        <translation>파티션 %1</translation>
    </message>
    <message>
        <source>No record is there yet.</source>
        <translation>아직 레코드가 없습니다.</translation>
    </message>
    <message>
        <source>offsets %1 to %2</source>
        <translation>오프셋 %1 ~ %2</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>토픽</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>파티션</translation>
    </message>
    <message>
        <source>from offset</source>
        <translation>오프셋부터</translation>
    </message>
    <message>
        <source>An offset, and the return key: the record there is the first that is shown</source>
        <translation>오프셋을 쓰고 Enter 키를 누르면 그 레코드부터 보여 줍니다</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>오프셋</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>키</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>값</translation>
    </message>
    <message>
        <source>Records of the partition</source>
        <translation>파티션의 레코드</translation>
    </message>
    <message>
        <source>The record that is chosen</source>
        <translation>선택한 레코드</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ResultsModel</name>
    <message>
        <source>Double-click to write what is worth remembering of this run</source>
        <translation>두 번 클릭하여 이 실행에서 기억할 만한 것을 적으세요</translation>
    </message>
    <message>
        <source>When</source>
        <translation>시각</translation>
    </message>
    <message>
        <source>Scenario</source>
        <translation>시나리오</translation>
    </message>
    <message>
        <source>Strategies</source>
        <translation>전략</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>접수</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Latency p99</source>
        <translation>지연 시간 p99</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>메모</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ResultsPage</name>
    <message>
        <source>Results</source>
        <translation>결과</translation>
    </message>
    <message>
        <source>Every run that ended, with its verdict. Open one, or choose two or more and compare them.</source>
        <translation>끝난 모든 실행과 판정입니다. 하나를 열거나 둘 이상을 골라 비교하세요.</translation>
    </message>
    <message>
        <source>← &amp;History</source>
        <translation>← 기록(&amp;H)</translation>
    </message>
    <message>
        <source>Back to all results</source>
        <translation>모든 결과로 돌아가기</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>열기(&amp;O)</translation>
    </message>
    <message>
        <source>Show the chosen result: verdict, charts, figures, settings</source>
        <translation>선택한 결과의 판정, 차트, 수치, 설정을 표시합니다</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>비교(&amp;C)</translation>
    </message>
    <message>
        <source>Set the chosen results side by side; choose two or more with Ctrl or Shift</source>
        <translation>선택한 결과를 나란히 놓습니다. Ctrl이나 Shift로 둘 이상 고르세요</translation>
    </message>
    <message>
        <source>&amp;Run again</source>
        <translation>다시 실행(&amp;R)</translation>
    </message>
    <message>
        <source>Run it again with the same seed and parameters</source>
        <translation>같은 시드와 매개변수로 다시 실행합니다</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>메모(&amp;N)</translation>
    </message>
    <message>
        <source>Write a note to the result</source>
        <translation>결과에 메모를 적습니다</translation>
    </message>
    <message>
        <source>&amp;Export page ...</source>
        <translation>페이지 내보내기(&amp;E) ...</translation>
    </message>
    <message>
        <source>Write the report, or the comparison, as one HTML page</source>
        <translation>보고서나 비교를 HTML 한 페이지로 저장합니다</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>삭제(&amp;M)</translation>
    </message>
    <message>
        <source>Take the chosen results away; this can be undone</source>
        <translation>선택한 결과를 삭제합니다. 되돌릴 수 있습니다</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>실행 취소(&amp;U)</translation>
    </message>
    <message>
        <source>Bring back what was removed last</source>
        <translation>마지막에 삭제한 것을 되돌립니다</translation>
    </message>
    <message>
        <source>Find a result</source>
        <translation>결과 찾기</translation>
    </message>
    <message>
        <source>Go to the filter of the results</source>
        <translation>결과 필터로 이동</translation>
    </message>
    <message>
        <source>Folders that hold no result that can be read: %1. The first: %2</source>
        <translation>읽을 수 있는 결과가 없는 폴더: %1개. 첫 번째: %2</translation>
    </message>
    <message>
        <source>The note is kept.</source>
        <translation>메모를 보관했습니다.</translation>
    </message>
    <message>
        <source>What was removed is back.</source>
        <translation>삭제한 것을 되돌렸습니다.</translation>
    </message>
    <message>
        <source>1 result removed.</source>
        <translation>결과 1개를 삭제했습니다.</translation>
    </message>
    <message>
        <source>%1 results removed.</source>
        <translation>결과 %1개를 삭제했습니다.</translation>
    </message>
    <message>
        <source>Export as a page</source>
        <translation>페이지로 내보내기</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>웹 페이지 (*.html)</translation>
    </message>
    <message>
        <source>comparison</source>
        <translation>비교</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>%1에 저장했습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::RunCharts</name>
    <message>
        <source>Stock</source>
        <translation>재고</translation>
    </message>
    <message>
        <source>units</source>
        <translation>개</translation>
    </message>
    <message>
        <source>Waiting in queues</source>
        <translation>큐 대기</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Orders a second</source>
        <translation>초당 주문</translation>
    </message>
    <message>
        <source>1/s</source>
        <translation>초당</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>접수</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Order latency over the last second</source>
        <translation>최근 1초의 주문 지연 시간</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>Start a run, and its course is drawn here.</source>
        <translation>실행을 시작하면 진행 과정이 여기에 그려집니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::RunView</name>
    <message>
        <source>Buyers are ordering</source>
        <translation>구매자가 주문하는 중</translation>
    </message>
    <message>
        <source>The rooms are talking</source>
        <translation>채팅방에서 대화가 오가는 중</translation>
    </message>
    <message>
        <source>What nobody paid for goes back into the stock</source>
        <translation>결제되지 않은 상품이 재고로 돌아가는 중</translation>
    </message>
    <message>
        <source>The shop finishes what it accepted</source>
        <translation>상점이 접수한 주문을 마무리하는 중</translation>
    </message>
    <message>
        <source>Every order is checked</source>
        <translation>모든 주문을 검사하는 중</translation>
    </message>
    <message>
        <source>No sale yet</source>
        <translation>아직 판매 없음</translation>
    </message>
    <message>
        <source>%1 sold: %2 too many</source>
        <translation>%1개 판매: %2개 초과</translation>
    </message>
    <message>
        <source>%1 sold</source>
        <translation>%1개 판매</translation>
    </message>
    <message>
        <source>The shop is coming up ...</source>
        <translation>상점을 여는 중입니다 ...</translation>
    </message>
    <message>
        <source>Done in %1 s.</source>
        <translation>%1초에 끝났습니다.</translation>
    </message>
    <message>
        <source>Units left</source>
        <translation>남은 수량</translation>
    </message>
    <message>
        <source>How far the run is</source>
        <translation>진행 상황</translation>
    </message>
    <message>
        <source>&amp;Charts</source>
        <translation>차트(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Verdict and evidence</source>
        <translation>판정과 증거(&amp;V)</translation>
    </message>
    <message>
        <source>Consumers empty the queue</source>
        <translation>컨슈머가 큐를 비우는 중</translation>
    </message>
    <message>
        <source>Refused orders are tried again</source>
        <translation>거부된 주문을 재시도하는 중</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ScenarioForm</name>
    <message>
        <source>Seed</source>
        <translation>시드</translation>
    </message>
    <message>
        <source>The same seed is the same sale: buyers, moments, everything that is drawn.</source>
        <translation>시드가 같으면 구매자와 시점까지 모두 같은 판매입니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ScenariosPage</name>
    <message>
        <source>&amp;Start</source>
        <translation>시작(&amp;S)</translation>
    </message>
    <message>
        <source>Starts the scenario as the form says</source>
        <translation>설정한 대로 시나리오를 시작합니다</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>중지(&amp;O)</translation>
    </message>
    <message>
        <source>Stops the run; what was not finished is UNKNOWN</source>
        <translation>실행을 중지합니다. 끝나지 않은 것은 UNKNOWN입니다</translation>
    </message>
    <message>
        <source>Open an order ...</source>
        <translation>주문 열기 ...</translation>
    </message>
    <message>
        <source>An order&apos;s way through the roles, with times</source>
        <translation>주문이 역할을 거쳐 간 경로와 시간</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>시나리오</translation>
    </message>
    <message>
        <source>Choose a scenario, change what you like, and press Start (Ctrl+Return).</source>
        <translation>시나리오를 고르고 원하는 값을 바꾼 뒤 시작(Ctrl+Return)을 누르세요.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ShopBanner</name>
    <message>
        <source>State of the shop</source>
        <translation>상점 상태</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>다시 시도(&amp;T)</translation>
    </message>
    <message>
        <source>Open the shop once more, when what was in its way is gone</source>
        <translation>문제를 해결한 뒤 상점을 다시 엽니다</translation>
    </message>
    <message>
        <source>&amp;Use free ports</source>
        <translation>빈 포트 사용(&amp;U)</translation>
    </message>
    <message>
        <source>Open the shop on ports that nobody else has</source>
        <translation>아무도 쓰지 않는 포트로 상점을 엽니다</translation>
    </message>
    <message>
        <source>The shop could not open</source>
        <translation>상점을 열지 못했습니다</translation>
    </message>
    <message>
        <source>The shop is coming up</source>
        <translation>상점을 여는 중입니다</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::ShortcutsSheet</name>
    <message>
        <source>Shortcuts</source>
        <translation>단축키</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::StatusLine</name>
    <message>
        <source>embedded engines</source>
        <translation>내장 엔진</translation>
    </message>
    <message>
        <source>key-value store</source>
        <translation>키-값 저장소</translation>
    </message>
    <message>
        <source>work queue</source>
        <translation>작업 큐</translation>
    </message>
    <message>
        <source>event log</source>
        <translation>이벤트 로그</translation>
    </message>
    <message>
        <source>database</source>
        <translation>데이터베이스</translation>
    </message>
    <message>
        <source>archive</source>
        <translation>아카이브</translation>
    </message>
    <message>
        <source>What the shop keeps its data in: the page Engines tells more</source>
        <translation>상점이 데이터를 보관하는 엔진입니다. 자세한 내용은 엔진 페이지에 있습니다</translation>
    </message>
    <message>
        <source>Processor time, in per cent of one processor, of the shop&apos;s roles and engines, of the threads that play the buyers, and of the thread that draws this window; then the memory of all of them</source>
        <translation>프로세서 하나를 100 %로 본 사용률: 상점의 역할과 엔진, 구매자를 흉내 내는 스레드, 이 창을 그리는 스레드. 마지막은 전체 메모리입니다</translation>
    </message>
    <message>
        <source>How long what you do waits until the window attends to it: 99 of 100 moments of the last five seconds waited no longer</source>
        <translation>조작이 창에서 처리되기까지 기다린 시간입니다. 최근 5초 동안 100번 중 99번은 이보다 짧았습니다</translation>
    </message>
    <message>
        <source>window %1 ms p99</source>
        <translation>창 %1ms p99</translation>
    </message>
    <message>
        <source>%1 events missed</source>
        <translation>놓친 이벤트 %1건</translation>
    </message>
    <message>
        <source>no shop is open</source>
        <translation>열린 상점 없음</translation>
    </message>
    <message>
        <source>%1 of %2 roles up</source>
        <translation>역할 %2개 중 %1개 작동</translation>
    </message>
    <message>
        <source>, %1 down</source>
        <translation>, %1 중단</translation>
    </message>
    <message>
        <source>Every instance of every role works.</source>
        <translation>모든 역할의 모든 인스턴스가 작동합니다.</translation>
    </message>
    <message>
        <source>These do not work: %1</source>
        <translation>작동하지 않음: %1</translation>
    </message>
    <message>
        <source>CPU: shop %1, load %2, window %3; memory %4</source>
        <translation>CPU: 상점 %1, 부하 %2, 창 %3; 메모리 %4</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::StoredCharts</name>
    <message>
        <source>%1: the first %2 of %3</source>
        <translation>%1: 전체 %3개 중 처음 %2개</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::StoredRunView</name>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>차트</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>수치</translation>
    </message>
    <message>
        <source>Settings and engines</source>
        <translation>설정과 엔진</translation>
    </message>
    <message>
        <source>What is shown of the result</source>
        <translation>표시할 결과 내용</translation>
    </message>
    <message>
        <source>Figures of the run</source>
        <translation>실행의 수치</translation>
    </message>
    <message>
        <source>Settings and engines of the run</source>
        <translation>실행의 설정과 엔진</translation>
    </message>
    <message>
        <source>%1, seed %2, took %3 s</source>
        <translation>%1, 시드 %2, %3초 걸림</translation>
    </message>
    <message>
        <source>It was interrupted: what was not finished is UNKNOWN.</source>
        <translation>중단되었습니다. 끝나지 않은 것은 UNKNOWN입니다.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>매개변수</translation>
    </message>
    <message>
        <source>Engines</source>
        <translation>엔진</translation>
    </message>
    <message>
        <source>Where it ran</source>
        <translation>실행 환경</translation>
    </message>
    <message>
        <source>To know</source>
        <translation>알아 둘 점</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::StreamCommands</name>
    <message>
        <source>%1 is up again and catches up.</source>
        <translation>%1이(가) 다시 시작되어 밀린 것을 따라잡습니다.</translation>
    </message>
    <message>
        <source>Stop the archive&apos;s worker</source>
        <translation>아카이브 워커 중지</translation>
    </message>
    <message>
        <source>It finishes what it has and leaves; lines wait in the log</source>
        <translation>하던 일을 마치고 빠집니다. 메시지는 로그에서 기다립니다</translation>
    </message>
    <message>
        <source>Kill the archive&apos;s worker</source>
        <translation>아카이브 워커 강제 종료</translation>
    </message>
    <message>
        <source>As a crash: what it had read and not committed is read again</source>
        <translation>장애처럼 끝납니다. 읽고 커밋하지 않은 것은 다시 읽습니다</translation>
    </message>
    <message>
        <source>Start the archive&apos;s worker</source>
        <translation>아카이브 워커 시작</translation>
    </message>
    <message>
        <source>It goes on where the group has committed</source>
        <translation>그룹이 커밋한 곳부터 이어서 읽습니다</translation>
    </message>
    <message>
        <source>%1 has finished and left.</source>
        <translation>%1: 일을 마치고 빠졌습니다.</translation>
    </message>
    <message>
        <source>%1 was killed.</source>
        <translation>%1을(를) 강제 종료했습니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::StreamFigures</name>
    <message>
        <source>%1 on the way</source>
        <translation>%1개 이동 중</translation>
    </message>
    <message>
        <source>nothing between</source>
        <translation>밀린 것 없음</translation>
    </message>
    <message>
        <source>Said in the chat</source>
        <translation>채팅에서 보낸 메시지</translation>
    </message>
    <message>
        <source>In the event log</source>
        <translation>이벤트 로그에 있음</translation>
    </message>
    <message>
        <source>In the archive</source>
        <translation>아카이브에 있음</translation>
    </message>
    <message>
        <source>Lines a second</source>
        <translation>초당 메시지</translation>
    </message>
    <message>
        <source>appended</source>
        <translation>로그에 기록</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>아카이브에 저장</translation>
    </message>
    <message>
        <source>The archive is behind, lines</source>
        <translation>아카이브가 밀린 메시지</translation>
    </message>
    <message>
        <source>lines</source>
        <translation>메시지</translation>
    </message>
    <message>
        <source>The archive is behind, seconds</source>
        <translation>아카이브가 밀린 시간</translation>
    </message>
    <message>
        <source>age of the oldest</source>
        <translation>가장 오래된 메시지의 경과 시간</translation>
    </message>
    <message>
        <source>The first figures are on their way.</source>
        <translation>첫 수치를 기다리는 중입니다.</translation>
    </message>
    <message>
        <source>%1 died with their instance</source>
        <translation>인스턴스와 함께 사라짐: %1개</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::StreamPage</name>
    <message>
        <source>Stream &amp; archive</source>
        <translation>스트림·아카이브</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1초</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>없음</translation>
    </message>
    <message>
        <source>of the shop</source>
        <translation>상점</translation>
    </message>
    <message>
        <source>of the run %1</source>
        <translation>실행 %1</translation>
    </message>
    <message>
        <source>Nobody has said a line yet: talk in the chat, or run the scenario chat-archive.</source>
        <translation>아직 아무도 말하지 않았습니다. 채팅에서 말하거나 chat-archive 시나리오를 실행하세요.</translation>
    </message>
    <message>
        <source>What is said in the chat goes into the event log; a worker reads it from there into the archive. Stop it, and the lag grows; start it, and it is caught up.</source>
        <translation>채팅에서 한 말은 이벤트 로그로 가고, 워커가 거기서 읽어 아카이브에 넣습니다. 워커를 멈추면 지연이 쌓이고, 시작하면 따라잡습니다.</translation>
    </message>
    <message>
        <source>As soon as the shop is open, its event log and its archive are seen here.</source>
        <translation>상점이 열리면 이벤트 로그와 아카이브가 여기에 보입니다.</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>파티션</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>레코드</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>아카이브</translation>
    </message>
    <message>
        <source>What is in the log and in the archive</source>
        <translation>로그와 아카이브에 있는 것</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>토픽</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>파티션</translation>
    </message>
    <message>
        <source>First</source>
        <translation>처음</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>다음</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>크기</translation>
    </message>
    <message>
        <source>Read to</source>
        <translation>읽은 곳</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>지연</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>밀린 시간</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>읽는 곳</translation>
    </message>
    <message>
        <source>Partitions, and where the archive&apos;s group stands in each</source>
        <translation>파티션과 각 파티션에서 아카이브 그룹이 읽은 위치</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::TopologyDetails</name>
    <message>
        <source>%1, port %2</source>
        <translation>%1, 포트 %2</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Unacked</source>
        <translation>미확인</translation>
    </message>
    <message>
        <source>To be tried again</source>
        <translation>재시도 예정</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <translation>데드 레터</translation>
    </message>
    <message>
        <source>Orders/s</source>
        <translation>주문/초</translation>
    </message>
    <message>
        <source>Orders completed</source>
        <translation>완료된 주문</translation>
    </message>
    <message>
        <source>Units left</source>
        <translation>남은 재고</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>요청/초</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>요청</translation>
    </message>
    <message>
        <source>Orders accepted/s</source>
        <translation>접수 주문/초</translation>
    </message>
    <message>
        <source>Orders accepted</source>
        <translation>접수된 주문</translation>
    </message>
    <message>
        <source>Waiting, last minute</source>
        <translation>대기, 최근 1분</translation>
    </message>
    <message>
        <source>Orders/s, last minute</source>
        <translation>주문/초, 최근 1분</translation>
    </message>
    <message>
        <source>Requests/s, last minute</source>
        <translation>요청/초, 최근 1분</translation>
    </message>
    <message>
        <source>most %1</source>
        <translation>최대 %1</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>일어난 일</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::TopologyModel</name>
    <message>
        <source>Name</source>
        <translation>이름</translation>
    </message>
    <message>
        <source>State</source>
        <translation>상태</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>포트</translation>
    </message>
    <message>
        <source>Requests/s</source>
        <translation>요청/초</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>접수</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>완료</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>Consumers</source>
        <translation>컨슈머</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::TopologyNodeButton</name>
    <message>
        <source>/s</source>
        <translation>/초</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>대기</translation>
    </message>
    <message>
        <source>%1 unacked</source>
        <translation>미확인 %1</translation>
    </message>
    <message>
        <source>%1 dead</source>
        <translation>데드 레터 %1</translation>
    </message>
    <message>
        <source>%1 again</source>
        <translation>재시도 %1</translation>
    </message>
    <message>
        <source>stored/s</source>
        <translation>저장/초</translation>
    </message>
    <message>
        <source>left</source>
        <translation>남음</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::TopologyView</name>
    <message>
        <source>%1/s</source>
        <translation>%1/초</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::VerdictBanner</name>
    <message>
        <source>Expected: %1.</source>
        <translation>예상: %1.</translation>
    </message>
    <message>
        <source>%1: expected %2, found %3.</source>
        <translation>%1: 예상 %2, 실제 %3.</translation>
    </message>
    <message>
        <source>%1 Every check holds.</source>
        <translation>%1 모든 검사가 성립합니다.</translation>
    </message>
    <message>
        <source>Stopped before its end: what was not finished is not judged.</source>
        <translation>끝나기 전에 중지되었습니다. 끝나지 않은 것은 판정하지 않습니다.</translation>
    </message>
    <message>
        <source>%1 of %2 came out as expected.</source>
        <translation>%2개 중 %1개가 예상대로입니다.</translation>
    </message>
    <message>
        <source>%1 could not be run here.</source>
        <translation>%1은(는) 여기서 실행할 수 없습니다.</translation>
    </message>
    <message>
        <source>Did not run</source>
        <translation>실행되지 않음</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>판정</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::VerdictPanel</name>
    <message>
        <source>Variants</source>
        <translation>변형</translation>
    </message>
    <message>
        <source>Choose a row to see its checks, with the orders that are the evidence; the charts then show it alone.</source>
        <translation>행을 고르면 검사와 증거가 되는 주문이 표시되고, 차트는 그 행만 보여 줍니다.</translation>
    </message>
    <message>
        <source>When a run has ended, its verdict and the evidence are here.</source>
        <translation>실행이 끝나면 판정과 증거가 여기에 표시됩니다.</translation>
    </message>
</context>
<context>
    <name>rushlab::ui::WindowMenus</name>
    <message>
        <source>&amp;File</source>
        <translation>파일(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>보기(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>테마(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>언어(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>실행(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>도움말(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>끝내기(&amp;Q)</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>시스템 설정(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>밝게(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>어둡게(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Presentation</source>
        <translation>발표 모드(&amp;P)</translation>
    </message>
    <message>
        <source>The whole screen, large type, nothing but the page; Esc leaves</source>
        <translation>전체 화면, 큰 글자, 페이지만 표시합니다. Esc로 나갑니다</translation>
    </message>
    <message>
        <source>&amp;Find a command ...</source>
        <translation>명령 찾기(&amp;F) ...</translation>
    </message>
    <message>
        <source>&amp;Stop the run</source>
        <translation>실행 중지(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>단축키(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;About RushLab</source>
        <translation>RushLab 정보(&amp;A)</translation>
    </message>
    <message>
        <source>Go to the page</source>
        <translation>페이지로 이동</translation>
    </message>
</context>
</TS>
