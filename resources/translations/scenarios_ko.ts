<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
<context>
    <name>Scenario</name>
    <message>
        <source>Flash sale</source>
        <translation>플래시 세일</translation>
    </message>
    <message>
        <source>N buyers, released at once or at a rate, want S units; by any strategy, by several, or by all of them.</source>
        <translation>구매자 N명이 한꺼번에, 또는 일정한 속도로 몰려와 S개를 사려 합니다. 전략은 하나, 여럿, 또는 전부를 고를 수 있습니다.</translation>
    </message>
    <message>
        <source>Sold is min(S, demand); nothing oversold, undersold, lost or duplicated, and all stores agree.</source>
        <translation>팔린 수량은 min(S, 수요)이고, 초과 판매도 미달 판매도 유실도 중복도 없으며, 모든 저장소가 일치합니다.</translation>
    </message>
    <message>
        <source>How units are taken; several are run one after the other under the same seeds.</source>
        <translation>재고를 차감하는 방법. 여럿을 고르면 같은 시드로 차례차례 실행합니다.</translation>
    </message>
    <message>
        <source>Buyers.</source>
        <translation>구매자 수.</translation>
    </message>
    <message>
        <source>Units for sale.</source>
        <translation>판매할 수량.</translation>
    </message>
    <message>
        <source>Units that a buyer wants at most; each wants 1 to this many.</source>
        <translation>구매자 한 명이 원하는 최대 수량. 각자 1개부터 이 수량까지 원합니다.</translation>
    </message>
    <message>
        <source>Each strategy is run under this many seeds, from --seed on.</source>
        <translation>각 전략을 --seed부터 이만큼의 시드로 실행합니다.</translation>
    </message>
    <message>
        <source>All at once, or at a rate.</source>
        <translation>한꺼번에, 또는 일정한 속도로.</translation>
    </message>
    <message>
        <source>Buyers a second, where they arrive at a rate.</source>
        <translation>일정한 속도로 올 때 초당 구매자 수.</translation>
    </message>
    <message>
        <source>Where orders are sent.</source>
        <translation>주문을 보낼 곳.</translation>
    </message>
    <message>
        <source>Of the order role.</source>
        <translation>주문 역할의 인스턴스 수.</translation>
    </message>
    <message>
        <source>How far away the engines pretend to be.</source>
        <translation>엔진이 얼마나 멀리 있는 것처럼 행동할지.</translation>
    </message>
    <message>
        <source>Seconds a buyer waits for a lock, and seconds it is lent.</source>
        <translation>구매자가 락을 기다리는 시간(초)과 락을 빌려주는 시간(초).</translation>
    </message>
    <message>
        <source>Taken away once, in the middle: the worker&apos;s consumer, or the worker itself.</source>
        <translation>도중에 한 번 없애는 것: 워커의 컨슈머, 또는 워커 자체.</translation>
    </message>
    <message>
        <source>How long a buyer waits for an answer.</source>
        <translation>구매자가 응답을 기다리는 시간.</translation>
    </message>
    <message>
        <source>How long the shop may take to finish what it accepted.</source>
        <translation>상점이 접수한 것을 끝마치는 데 걸려도 되는 시간.</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>파이프라인</translation>
    </message>
    <message>
        <source>Users order one after the other, as fast as they are answered; one step for each number of users.</source>
        <translation>사용자마다 응답을 받는 대로 잇달아 주문합니다. 사용자 수마다 한 단계입니다.</translation>
    </message>
    <message>
        <source>Stock falls by exactly the number of orders, and no request fails.</source>
        <translation>재고는 정확히 주문 수만큼 줄고, 실패하는 요청이 없습니다.</translation>
    </message>
    <message>
        <source>At once; several numbers are several steps.</source>
        <translation>동시 사용자 수. 여러 수를 적으면 여러 단계가 됩니다.</translation>
    </message>
    <message>
        <source>Of each user; 0: as many as fit into the duration.</source>
        <translation>사용자 한 명의 주문 수. 0이면 시간 안에 가능한 만큼.</translation>
    </message>
    <message>
        <source>How long users go on, where their orders are not numbered.</source>
        <translation>주문 수를 정하지 않았을 때 사용자가 계속하는 시간.</translation>
    </message>
    <message>
        <source>The mean time between an answer and a user&apos;s next order.</source>
        <translation>응답을 받고 다음 주문까지의 평균 시간.</translation>
    </message>
    <message>
        <source>How units are taken.</source>
        <translation>재고를 차감하는 방법.</translation>
    </message>
    <message>
        <source>Orders that the worker holds unacknowledged.</source>
        <translation>워커가 확인(ack)하지 않은 채 들고 있는 주문 수.</translation>
    </message>
    <message>
        <source>Coupons</source>
        <translation>쿠폰</translation>
    </message>
    <message>
        <source>Users ask at once for a coupon each: by a queue and a list, or by the database&apos;s SKIP LOCKED.</source>
        <translation>사용자들이 한꺼번에 쿠폰을 한 장씩 요청합니다. 큐와 리스트로, 또는 데이터베이스의 SKIP LOCKED로.</translation>
    </message>
    <message>
        <source>Each coupon goes to one account, each request gets one at most, and none is lost.</source>
        <translation>쿠폰마다 한 계정에만 가고, 요청마다 많아야 한 장을 받으며, 유실되는 쿠폰이 없습니다.</translation>
    </message>
    <message>
        <source>How coupons are given away; all runs every one.</source>
        <translation>쿠폰을 나눠 주는 방법. all은 모두 실행합니다.</translation>
    </message>
    <message>
        <source>That there are.</source>
        <translation>준비된 쿠폰 수.</translation>
    </message>
    <message>
        <source>Who ask, all at once.</source>
        <translation>한꺼번에 요청하는 사람 수.</translation>
    </message>
    <message>
        <source>Ids that one refill of the list brings.</source>
        <translation>리스트를 한 번 채울 때 넣는 ID 수.</translation>
    </message>
    <message>
        <source>Whether the key-value engine loses the list half way.</source>
        <translation>도중에 키-값 엔진이 리스트를 잃어버릴지 여부.</translation>
    </message>
    <message>
        <source>Time deal</source>
        <translation>타임딜</translation>
    </message>
    <message>
        <source>Buyers come before the sale opens; what they reserve they pay, or abandon until it expires.</source>
        <translation>구매자가 판매 시작 전에 옵니다. 예약한 것은 결제하거나, 만료될 때까지 내버려 둡니다.</translation>
    </message>
    <message>
        <source>Nothing is sold early, and the stock of what was not paid returns exactly once.</source>
        <translation>일찍 팔리는 것이 없고, 결제되지 않은 재고는 정확히 한 번 돌아옵니다.</translation>
    </message>
    <message>
        <source>When the sale opens; buyers come at once.</source>
        <translation>판매가 열리는 시각. 구매자는 바로 옵니다.</translation>
    </message>
    <message>
        <source>After what time a buyer who came too early asks again.</source>
        <translation>너무 일찍 온 구매자가 다시 묻기까지의 시간.</translation>
    </message>
    <message>
        <source>Until when a reservation must be paid.</source>
        <translation>예약을 결제해야 하는 기한.</translation>
    </message>
    <message>
        <source>The share of buyers who pay; the others abandon what they reserved.</source>
        <translation>결제하는 구매자의 비율. 나머지는 예약을 내버려 둡니다.</translation>
    </message>
    <message>
        <source>The share of payments that are declined.</source>
        <translation>거절되는 결제의 비율.</translation>
    </message>
    <message>
        <source>Decoupling</source>
        <translation>분리(디커플링)</translation>
    </message>
    <message>
        <source>Orders go on while every worker is dead, or while the work queue is stopped; then what was lost is back.</source>
        <translation>모든 워커가 죽은 동안, 또는 작업 큐가 멈춘 동안에도 주문은 계속됩니다. 그런 다음 없어졌던 것이 돌아옵니다.</translation>
    </message>
    <message>
        <source>Every order that was accepted is completed exactly once, and all stores agree.</source>
        <translation>접수된 주문은 모두 정확히 한 번 완료되고, 모든 저장소가 일치합니다.</translation>
    </message>
    <message>
        <source>What is away while orders come.</source>
        <translation>주문이 오는 동안 없는 것.</translation>
    </message>
    <message>
        <source>What becomes of orders then: refused with 503, or accepted and held in the database&apos;s outbox.</source>
        <translation>그때 주문의 처리: 503으로 거절하거나, 접수해서 데이터베이스의 아웃박스에 보관.</translation>
    </message>
    <message>
        <source>Who order while it is away, once each.</source>
        <translation>없는 동안 한 번씩 주문하는 사람 수.</translation>
    </message>
    <message>
        <source>Buyers a second.</source>
        <translation>초당 구매자 수.</translation>
    </message>
    <message>
        <source>Instances of the worker; all of them die.</source>
        <translation>워커의 인스턴스 수. 모두 죽습니다.</translation>
    </message>
    <message>
        <source>How units are taken, by one that queues orders.</source>
        <translation>재고를 차감하는 방법. 주문을 큐에 넣는 전략 중에서 고릅니다.</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <translation>데드 레터</translation>
    </message>
    <message>
        <source>The database refuses a share of the orders: they are retried, die, and are reprocessed once it is mended.</source>
        <translation>데이터베이스가 주문의 일부를 거부합니다. 재시도되다가 죽고, 고쳐진 뒤에 다시 처리됩니다.</translation>
    </message>
    <message>
        <source>What is refused is set aside after exactly three retries, the rest is completed, and nothing happens twice.</source>
        <translation>거부된 것은 정확히 세 번 재시도한 뒤 따로 놓이고, 나머지는 완료되며, 두 번 일어나는 일은 없습니다.</translation>
    </message>
    <message>
        <source>Who order, once each.</source>
        <translation>한 번씩 주문하는 사람 수.</translation>
    </message>
    <message>
        <source>Of a hundred orders so many are for an item whose stock is wrong in the database.</source>
        <translation>주문 백 건 중 데이터베이스의 재고가 잘못된 상품에 대한 주문 수.</translation>
    </message>
    <message>
        <source>How long a refused order waits for its first retry.</source>
        <translation>거부된 주문이 첫 재시도를 기다리는 시간.</translation>
    </message>
    <message>
        <source>And for its second.</source>
        <translation>두 번째 재시도를 기다리는 시간.</translation>
    </message>
    <message>
        <source>And for its third, the last.</source>
        <translation>마지막인 세 번째 재시도를 기다리는 시간.</translation>
    </message>
    <message>
        <source>Whether the stock is mended in the end, and the dead letters are moved back.</source>
        <translation>끝에 재고를 고치고 데드 레터를 되돌릴지 여부.</translation>
    </message>
    <message>
        <source>Prefetch</source>
        <translation>프리페치</translation>
    </message>
    <message>
        <source>A queue is emptied by consumers of which one is slow, with each prefetch; then again, and that one is killed.</source>
        <translation>하나가 느린 컨슈머들이 프리페치를 바꿔 가며 큐를 비웁니다. 그런 다음 다시 하면서 그 컨슈머를 강제 종료합니다.</translation>
    </message>
    <message>
        <source>Every message is handled, nobody holds more than its prefetch, and only what a killed consumer held comes again.</source>
        <translation>모든 메시지가 처리되고, 아무도 프리페치보다 많이 들고 있지 않으며, 죽은 컨슈머가 들고 있던 것만 다시 옵니다.</translation>
    </message>
    <message>
        <source>Messages that a consumer may hold unacknowledged; 0 is unlimited.</source>
        <translation>컨슈머가 확인(ack)하지 않은 채 들고 있어도 되는 메시지 수. 0은 무제한입니다.</translation>
    </message>
    <message>
        <source>Of the queue; of several the first is slow.</source>
        <translation>큐의 컨슈머 수. 여럿이면 첫째가 느립니다.</translation>
    </message>
    <message>
        <source>Through the queue, and once more with the kill.</source>
        <translation>큐를 지나는 메시지 수. 강제 종료하는 실행에서 한 번 더 지납니다.</translation>
    </message>
    <message>
        <source>How long a message takes.</source>
        <translation>메시지 하나를 처리하는 시간.</translation>
    </message>
    <message>
        <source>And how long it takes the slow consumer.</source>
        <translation>느린 컨슈머가 처리하는 시간.</translation>
    </message>
    <message>
        <source>Welcome mail</source>
        <translation>환영 메일</translation>
    </message>
    <message>
        <source>Sign-ups whose mail takes 3 s, sent from memory, by a queue or by a list; a kill in the middle, a restart.</source>
        <translation>가입하면 3초 걸리는 메일을 메모리에서, 큐로, 또는 리스트로 보냅니다. 도중에 강제 종료하고 다시 시작합니다.</translation>
    </message>
    <message>
        <source>Every mail that was promised is in the inbox, and twice only where the kill explains it.</source>
        <translation>약속한 메일은 모두 받은 편지함에 있고, 두 번 온 것은 강제 종료로 설명되는 경우뿐입니다.</translation>
    </message>
    <message>
        <source>How a mail gets to the mail server; several are run one after the other.</source>
        <translation>메일이 메일 서버에 이르는 방법. 여럿을 고르면 차례차례 실행합니다.</translation>
    </message>
    <message>
        <source>Who is killed in the middle, and how.</source>
        <translation>도중에 무엇을 어떻게 강제 종료할지.</translation>
    </message>
    <message>
        <source>How many sign up, each of whom is promised a mail.</source>
        <translation>가입하는 사람 수. 각자에게 메일 한 통을 약속합니다.</translation>
    </message>
    <message>
        <source>How many sign up in a second, as far as passwords are hashed so quickly.</source>
        <translation>초당 가입자 수. 비밀번호 해시가 그만큼 빠를 때에 한합니다.</translation>
    </message>
    <message>
        <source>How long the mail server takes for a mail.</source>
        <translation>메일 서버가 메일 한 통에 들이는 시간.</translation>
    </message>
    <message>
        <source>Mails that are on their way at once.</source>
        <translation>동시에 가는 중인 메일 수.</translation>
    </message>
    <message>
        <source>A queue made by hand</source>
        <translation>손으로 만든 큐</translation>
    </message>
    <message>
        <source>The same mails by LPUSH and BRPOP, by LMOVE with a reaper, and by a queue; who carries them is killed.</source>
        <translation>같은 메일을 LPUSH와 BRPOP으로, 회수기가 딸린 LMOVE로, 큐로 보냅니다. 나르는 쪽을 강제 종료합니다.</translation>
    </message>
    <message>
        <source>read stock, test, write back</source>
        <translation>재고를 읽고, 검사하고, 되쓴다</translation>
    </message>
    <message>
        <source>oversells</source>
        <translation>초과 판매한다</translation>
    </message>
    <message>
        <source>the same under a mutex of the instance</source>
        <translation>같은 일을 인스턴스의 뮤텍스 아래에서</translation>
    </message>
    <message>
        <source>still oversells with two instances</source>
        <translation>인스턴스가 둘이면 여전히 초과 판매한다</translation>
    </message>
    <message>
        <source>oversells with two instances</source>
        <translation>인스턴스가 둘이면 초과 판매</translation>
    </message>
    <message>
        <source>SELECT FOR UPDATE, then update</source>
        <translation>SELECT FOR UPDATE 뒤에 갱신</translation>
    </message>
    <message>
        <source>right, and the slowest under contention</source>
        <translation>옳지만 경합에서 가장 느리다</translation>
    </message>
    <message>
        <source>a version column, tried again when it has changed</source>
        <translation>버전 열. 바뀌었으면 다시 시도</translation>
    </message>
    <message>
        <source>right, retries grow with contention</source>
        <translation>옳지만 경합할수록 재시도가 늘어난다</translation>
    </message>
    <message>
        <source>one UPDATE ... WHERE quantity &gt;= n</source>
        <translation>UPDATE ... WHERE quantity &gt;= n 한 문장</translation>
    </message>
    <message>
        <source>right, short</source>
        <translation>옳고 짧다</translation>
    </message>
    <message>
        <source>claims unit rows with FOR UPDATE SKIP LOCKED</source>
        <translation>FOR UPDATE SKIP LOCKED로 낱개 행을 차지</translation>
    </message>
    <message>
        <source>right, buyers pass each other</source>
        <translation>옳고, 구매자끼리 비켜 간다</translation>
    </message>
    <message>
        <source>SET NX PX, polling</source>
        <translation>SET NX PX, 폴링</translation>
    </message>
    <message>
        <source>right, floods the key-value engine</source>
        <translation>옳지만 키-값 엔진을 명령으로 뒤덮는다</translation>
    </message>
    <message>
        <source>SET NX PX, woken by pub/sub, with watchdog and fencing token</source>
        <translation>SET NX PX, pub/sub로 깨움, 워치독과 펜싱 토큰</translation>
    </message>
    <message>
        <source>right, quiet</source>
        <translation>옳고 조용하다</translation>
    </message>
    <message>
        <source>one script tests and takes n units, then the database</source>
        <translation>스크립트 하나가 검사하고 n개를 차감한 뒤 데이터베이스</translation>
    </message>
    <message>
        <source>right, fast</source>
        <translation>옳고 빠르다</translation>
    </message>
    <message>
        <source>lock, test, take, publish, unlock; the worker completes</source>
        <translation>락, 검사, 차감, 발행, 락 해제. 완료는 워커가</translation>
    </message>
    <message>
        <source>right, the classic</source>
        <translation>옳고, 고전적이다</translation>
    </message>
    <message>
        <source>a script takes, publish with confirm; the worker completes</source>
        <translation>스크립트로 차감, 확인받는 발행. 완료는 워커가</translation>
    </message>
    <message>
        <source>right, the fastest</source>
        <translation>옳고 가장 빠르다</translation>
    </message>
    <message>
        <source>everything is queued; the worker pops units from a list</source>
        <translation>모두 큐에 넣고 워커가 리스트에서 낱개를 꺼낸다</translation>
    </message>
    <message>
        <source>right, first come, first served</source>
        <translation>옳고, 먼저 온 순서대로</translation>
    </message>
    <message>
        <source>the sign-up is answered, the mail waits in memory for a pool of the auth role&apos;s own</source>
        <translation>가입에 먼저 답하고, 메일은 인증 역할의 풀을 메모리에서 기다린다</translation>
    </message>
    <message>
        <source>quick, and a kill loses all that waits</source>
        <translation>빠르지만, 죽으면 기다리던 것을 모두 잃는다</translation>
    </message>
    <message>
        <source>a durable queue, confirmed before the answer; the worker acknowledges after the hand-over</source>
        <translation>내구성 있는 큐. 답하기 전에 확인받고, 워커는 건넨 뒤에 ack한다</translation>
    </message>
    <message>
        <source>a kill loses nothing, and may send a mail twice</source>
        <translation>죽어도 잃지 않지만, 메일이 두 번 갈 수 있다</translation>
    </message>
    <message>
        <source>LPUSH into the key-value engine, BRPOP in the worker</source>
        <translation>키-값 엔진에 LPUSH, 워커에서 BRPOP</translation>
    </message>
    <message>
        <source>what was popped and not sent yet is lost on a kill</source>
        <translation>꺼냈지만 아직 보내지 않은 것은 죽으면 잃는다</translation>
    </message>
    <message>
        <source>the same with LMOVE into a list of what is on its way, and a reaper that moves it back</source>
        <translation>같되 LMOVE로 처리 중 리스트에 옮기고, 회수기가 되돌린다</translation>
    </message>
    <message>
        <source>a queue made by hand: as safe as the engine that holds the list</source>
        <translation>손으로 만든 큐: 리스트를 담은 엔진만큼 안전하다</translation>
    </message>
    <message>
        <source>loses mails on a kill</source>
        <translation>죽으면 메일을 잃음</translation>
    </message>
    <message>
        <source>SIGKILL to the whole shop, a process of its own</source>
        <translation>별도 프로세스인 상점 전체에 SIGKILL</translation>
    </message>
    <message>
        <source>what is on the disk is all that is left</source>
        <translation>디스크에 있는 것만 남는다</translation>
    </message>
    <message>
        <source>SIGTERM to the whole shop, a process of its own</source>
        <translation>별도 프로세스인 상점 전체에 SIGTERM</translation>
    </message>
    <message>
        <source>a clean stop loses nothing</source>
        <translation>깨끗한 종료는 아무것도 잃지 않는다</translation>
    </message>
    <message>
        <source>who carries the mails: the queue&apos;s channel is dropped, the others&apos; instance crashes</source>
        <translation>메일을 나르는 쪽: 큐는 채널이 끊기고, 나머지는 인스턴스가 죽는다</translation>
    </message>
    <message>
        <source>engines outlive it</source>
        <translation>엔진은 살아남는다</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>아무도</translation>
    </message>
    <message>
        <source>what it looks like when all is well</source>
        <translation>모든 것이 정상일 때의 모습</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>채팅</translation>
    </message>
    <message>
        <source>Clients on several instances talk in one room; one stops reading, a link is cut, an instance dies; and they talk as fast as they are heard.</source>
        <translation>여러 인스턴스에 붙은 클라이언트들이 한 방에서 이야기합니다. 하나는 읽기를 멈추고, 연결이 끊기고, 인스턴스가 죽습니다. 그리고 들리는 만큼 빠르게 이야기합니다.</translation>
    </message>
    <message>
        <source>Everybody hears everything once and in each talker&apos;s order; what a cut link makes one miss is told, and the archive has it.</source>
        <translation>모두가 모든 말을 한 번씩, 말한 사람의 순서대로 듣습니다. 끊긴 연결 때문에 놓친 것은 알려지고, 아카이브에는 남아 있습니다.</translation>
    </message>
    <message>
        <source>What is staged, one after the other.</source>
        <translation>차례차례 재현할 상황.</translation>
    </message>
    <message>
        <source>lines at the given rate</source>
        <translation>정한 속도로 말하기</translation>
    </message>
    <message>
        <source>what a listener waits for a line</source>
        <translation>듣는 쪽이 메시지 하나를 얼마나 기다리는지</translation>
    </message>
    <message>
        <source>the same, and one client stops reading</source>
        <translation>같은 조건에서 클라이언트 하나가 읽기를 멈춤</translation>
    </message>
    <message>
        <source>it is dropped at its bound with a reason, and costs nobody else anything</source>
        <translation>한도에 이르면 이유를 남기고 끊기며, 다른 사람에게는 영향이 없다</translation>
    </message>
    <message>
        <source>the link between the instances is cut for 5 s</source>
        <translation>인스턴스 사이의 연결이 5초 동안 끊김</translation>
    </message>
    <message>
        <source>pub/sub is at most once: the gap is told, and the archive has the lines</source>
        <translation>pub/sub은 최대 한 번 전달: 빠진 구간은 알려지고, 메시지는 아카이브에 있다</translation>
    </message>
    <message>
        <source>the second instance dies in the middle</source>
        <translation>두 번째 인스턴스가 도중에 죽음</translation>
    </message>
    <message>
        <source>its clients come back elsewhere, and have missed what was said meanwhile</source>
        <translation>그 클라이언트들은 다른 곳으로 돌아오고, 그사이의 말은 놓친다</translation>
    </message>
    <message>
        <source>talkers say their next line once they have heard their last</source>
        <translation>말하는 사람은 자기 말이 들리면 다음 말을 함</translation>
    </message>
    <message>
        <source>how many deliveries a second there can be, gathered on a tick</source>
        <translation>틱마다 모아 보낼 때 초당 전달 수가 얼마나 되는지</translation>
    </message>
    <message>
        <source>the same with a write for each message</source>
        <translation>같은 조건에서 메시지마다 따로 쓰기</translation>
    </message>
    <message>
        <source>what a plain server does with the same work</source>
        <translation>평범한 서버가 같은 일을 할 때의 모습</translation>
    </message>
    <message>
        <source>Listeners, over all instances.</source>
        <translation>모든 인스턴스를 합친 듣는 사람 수.</translation>
    </message>
    <message>
        <source>Of the clients, those who talk at the given rate.</source>
        <translation>클라이언트 가운데 정한 속도로 말하는 사람 수.</translation>
    </message>
    <message>
        <source>Lines a second, of all talkers together.</source>
        <translation>말하는 사람 모두를 합친 초당 메시지 수.</translation>
    </message>
    <message>
        <source>How long they talk.</source>
        <translation>이야기하는 시간.</translation>
    </message>
    <message>
        <source>Lines that are on their way at once, as fast as it goes.</source>
        <translation>가장 빠르게 말할 때 동시에 보내는 메시지 수.</translation>
    </message>
    <message>
        <source>Lines that are said as fast as it goes.</source>
        <translation>가장 빠르게 말할 때의 메시지 수.</translation>
    </message>
    <message>
        <source>Of the chat role.</source>
        <translation>채팅 역할의 인스턴스 수.</translation>
    </message>
    <message>
        <source>Chat and archive</source>
        <translation>채팅과 아카이브</translation>
    </message>
    <message>
        <source>A long conversation goes on while the archive is away, which then catches up; or the worker, or the whole shop, dies in the middle.</source>
        <translation>아카이브가 없는 동안에도 긴 대화가 이어지고, 그 뒤 아카이브가 따라잡습니다. 또는 도중에 워커나 상점 전체가 죽습니다.</translation>
    </message>
    <message>
        <source>The archive has every line that was said, once, in its talker&apos;s order.</source>
        <translation>보낸 메시지가 모두 아카이브에 한 번씩, 말한 사람의 순서대로 있습니다.</translation>
    </message>
    <message>
        <source>What dies in the middle; alternate: nothing, and by every other seed the whole shop.</source>
        <translation>도중에 죽는 것. alternate: 시드마다 번갈아 아무것도 죽지 않거나 상점 전체가 죽습니다.</translation>
    </message>
    <message>
        <source>nothing, and by every other seed the whole shop</source>
        <translation>없음, 그리고 시드 하나 걸러 상점 전체</translation>
    </message>
    <message>
        <source>the archive only begins late</source>
        <translation>아카이브가 늦게 시작할 뿐</translation>
    </message>
    <message>
        <source>the worker that archives dies like a crash, and is started again</source>
        <translation>아카이브 워커가 장애처럼 죽고 다시 시작됨</translation>
    </message>
    <message>
        <source>the shop is a process of its own: kill -9, and it is started again</source>
        <translation>상점은 별도 프로세스: kill -9 후 다시 시작</translation>
    </message>
    <message>
        <source>Lines that are said, all together.</source>
        <translation>보내는 메시지 수의 합계.</translation>
    </message>
    <message>
        <source>Listeners, over both instances.</source>
        <translation>두 인스턴스를 합친 듣는 사람 수.</translation>
    </message>
    <message>
        <source>Clients take them in turn.</source>
        <translation>클라이언트가 차례로 나누어 들어가는 방의 수.</translation>
    </message>
    <message>
        <source>nobody says anything but heart-beats, until one line ends it</source>
        <translation>하트비트 말고는 아무도 말하지 않다가 메시지 하나로 끝남</translation>
    </message>
    <message>
        <source>what it costs to have clients at all</source>
        <translation>클라이언트가 붙어 있는 것만으로 드는 비용</translation>
    </message>
</context>
</TS>
