// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import "../src/IParley.sol";
import {Fixture} from "./Fixture.sol";
import {Consenter, Wallet, Mirror, Spender, Babbler} from "./Signers.sol";
import {Vm, vm} from "./Vm.sol";

/// @title Who agreed: C31, THREATS 9. Every structure that is signed, and every way to forge one.
contract ConsentTest is Fixture {
    uint256 private constant N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    Deal private deal;
    bytes32 private id;

    function prepare() private {
        deal = dealOn(someTerms());
        id = parley.idOf(deal);
    }

    // Rule 9: a third party that pays is named where the deal is opened, and nobody is where the requester pays.
    function test_open_namesAThirdPartyThatPays() public {
        Terms[2] memory by = [someTerms(), sponsoredTerms()];
        for (uint256 i = 0; i < 2; ++i) {
            uint256 fresh = vm.snapshotState();
            vm.recordLogs();
            deal = opened(by[i]);
            vm.assertEq(said(address(parley), IEscrow.Sponsored.selector), i, "named");
            vm.revertToState(fresh);
        }
    }

    function test_open_failsOnForgedSignatures() public {
        prepare();
        bytes memory good = sign(farmerKey, id);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(requesterKey, id);
        bytes[10] memory forged = [
            abi.encodePacked(r, bytes32(N - uint256(s)), v == 27 ? uint8(28) : uint8(27)), // high s, else valid
            abi.encodePacked(r, s, v - 27), // v 0 or 1
            abi.encodePacked(r, s, v ^ 7), // the other v
            abi.encodePacked(r, s), // 64 bytes
            abi.encodePacked(r, bytes32(uint256(s) | uint256(v - 27) << 255)), // EIP-2098
            abi.encodePacked(r, s, v, uint8(0)), // 66 bytes
            new bytes(65), // zeros, which ecrecover answers with the zero address
            new bytes(4096),
            good, // the farmer's
            sign(strangerKey, id)
        ];
        for (uint256 i = 0; i < forged.length; ++i) {
            expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
            parley.open(deal, forged[i], good);
        }
        // Empty: the sender's own word, here the test's.
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.open(deal, "", good);
        bytes memory payers = sign(requesterKey, id);
        expectRefusal(IEscrow.EscrowFarmerSignature.selector, deal);
        parley.open(deal, payers, payers);
        parley.open(deal, payers, good);
    }

    function test_open_failsForZeroAccounts() public {
        deal = dealOn(someTerms());
        deal.requester = address(0);
        bytes memory good = sign(farmerKey, parley.idOf(deal));
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.open(deal, new bytes(65), good);
    }

    function test_open_failsForSelfDeals() public {
        deal = dealOn(someTerms());
        deal.farmer = requester;
        bytes memory own = sign(requesterKey, parley.idOf(deal));
        expectRefusal(IEscrow.EscrowSelfDeal.selector, deal);
        parley.open(deal, own, own);
    }

    function test_open_failsForAFieldThatWasNotSigned() public {
        prepare();
        (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
        deal.price -= 1;
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.open(deal, a, b);
    }

    function test_open_failsOnAnotherContract() public {
        prepare();
        (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
        IParley twin = deployParley(address(money), SHORTEST);
        money.approve(address(twin), type(uint256).max);
        twin.deposit(requester, FUNDS);
        twin.deposit(farmer, FUNDS);
        vm.expectRevert(abi.encodeWithSelector(IEscrow.EscrowPayerSignature.selector, twin.idOf(deal)));
        twin.open(deal, a, b);
    }

    // The domain is recomputed when the chain forks.
    function test_open_failsOnAnotherChain() public {
        prepare();
        (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
        vm.chainId(block.chainid + 1);
        vm.assertTrue(parley.idOf(deal) != id, "another chain, another id");
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.open(deal, a, b);
        parley.open(deal, sign(requesterKey, parley.idOf(deal)), sign(farmerKey, parley.idOf(deal)));
    }

    function test_settle_failsOnForgedAcceptances() public {
        deal = opened(someTerms());
        id = parley.idOf(deal);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(requesterKey, parley.hashAcceptance(Acceptance(id, DIGEST, C)));
        bytes[5] memory forged = [
            abi.encodePacked(r, bytes32(N - uint256(s)), v == 27 ? uint8(28) : uint8(27)),
            abi.encodePacked(r, s),
            sign(farmerKey, parley.hashAcceptance(Acceptance(id, DIGEST, C))),
            sign(requesterKey, parley.hashAcceptance(Acceptance(id, OTHER, C))),
            sign(requesterKey, id) // the deal itself is not an acceptance
        ];
        for (uint256 i = 0; i < forged.length; ++i) {
            expectRefusal(IEscrow.EscrowRequesterSignature.selector, deal);
            vm.prank(farmer);
            parley.settle(deal, Delivery(DIGEST, C), forged[i]);
        }
        expectRefusal(IEscrow.EscrowRequesterSignature.selector, deal);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, C), "");
    }

    // An acceptance of one deal settles no other, not even between the same two.
    function test_settle_failsWithTheAcceptanceOfAnotherDeal() public {
        deal = opened(someTerms());
        Terms memory terms = someTerms();
        terms.quote = keccak256("another quote");
        Deal memory second = opened(terms);
        bytes memory acceptance = accept(deal, C);
        expectRefusal(IEscrow.EscrowRequesterSignature.selector, second);
        vm.prank(farmer);
        parley.settle(second, Delivery(DIGEST, C), acceptance);
    }

    function test_signedStructures_areNotOneAnother() public {
        deal = opened(someTerms());
        id = parley.idOf(deal);
        bytes32 cancel = parley.hashCancel(Cancel(id));
        bytes32 decline = parley.hashDecline(Decline(id));
        vm.assertTrue(cancel != decline, "cancel and decline");
        expectRefusal(IEscrow.EscrowFarmerSignature.selector, deal);
        parley.decline(deal, someTerms(), sign(farmerKey, cancel));
        bytes memory a = sign(requesterKey, cancel);
        bytes memory b = sign(farmerKey, decline);
        expectRefusal(IEscrow.EscrowFarmerSignature.selector, deal);
        parley.cancel(deal, someTerms(), a, b);
    }

    // --- terms ---

    function test_terms_mustBeThoseSigned() public {
        deal = opened(someTerms());
        Terms memory other = someTerms();
        other.noShowPenalty += 1;
        vm.warp(START + 2000);
        expectRefusal(IEscrow.EscrowTermsMismatch.selector, deal);
        parley.expire(deal, other);
    }

    /// @dev I4 and the order of deadlines are checked where the terms are shown.
    function test_openDisclosed_refusesUnsoundTerms() public {
        for (uint256 i = 0; i < 9; ++i) {
            Terms memory terms = someTerms();
            if (i == 0) terms.latePenalty = D + 1;
            if (i == 1) terms.mediationFee = FC / 3 + 1;
            if (i == 2) terms.noShowPenalty = F + 1;
            if (i == 3) terms.cheatPenalty = F + 1;
            if (i == 4) terms.startBy = terms.submitBy + 1;
            if (i == 5) terms.submitBy = uint64(START + SHORTEST - 1);
            if (i == 6) terms.acceptWindow = SHORTEST - 1;
            if (i == 7) terms.judgeWindow = SHORTEST - 1;
            if (i == 8) terms.arbiter = farmer;
            deal = dealOn(terms);
            id = parley.idOf(deal);
            (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
            expectRefusal(IEscrow.EscrowTermsRefused.selector, deal);
            parley.openDisclosed(deal, terms, a, b);
        }
        Terms memory sound = someTerms();
        deal = dealOn(sound);
        id = parley.idOf(deal);
        parley.openDisclosed(deal, sound, sign(requesterKey, id), sign(farmerKey, id));
        vm.assertFalse(parley.progressOf(id).sponsored, "the requester pays");
    }

    function test_openDisclosed_refusesAFarmerThatPays() public {
        Terms memory terms = someTerms();
        terms.payer = farmer;
        deal = dealOn(terms);
        bytes memory own = sign(farmerKey, parley.idOf(deal));
        expectRefusal(IEscrow.EscrowSelfDeal.selector, deal);
        parley.openDisclosed(deal, terms, own, own);
    }

    // A sponsor must have signed: a requester cannot spend another's money.
    function test_openDisclosed_needsThePayersSignature() public {
        Terms memory terms = sponsoredTerms();
        deal = dealOn(terms);
        id = parley.idOf(deal);
        (bytes memory a, bytes memory b) = (sign(requesterKey, id), sign(farmerKey, id));
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.openDisclosed(deal, terms, a, b);
    }

    // --- funds ---

    function test_open_failsWithoutFunds() public {
        deal = dealOn(someTerms());
        deal.price = uint96(FUNDS);
        id = parley.idOf(deal);
        bytes memory a = sign(requesterKey, id);
        bytes memory b = sign(farmerKey, id);
        expectRefusal(IEscrow.EscrowPayerFunds.selector, deal);
        parley.open(deal, a, b);
        deal.price = P;
        deal.bond = uint96(FUNDS + 1);
        id = parley.idOf(deal);
        a = sign(requesterKey, id);
        b = sign(farmerKey, id);
        expectRefusal(IEscrow.EscrowFarmerFunds.selector, deal);
        parley.open(deal, a, b);
        vm.assertEq(parley.accountOf(requester).free, FUNDS, "nothing was locked");
    }

    // --- contracts as accounts ---

    function test_open_acceptsContractsThatSign() public {
        Wallet wallet = new Wallet(requester);
        parley.deposit(address(wallet), FUNDS);
        deal = dealOn(someTerms());
        deal.requester = address(wallet);
        id = parley.idOf(deal);
        bytes memory wrong = sign(strangerKey, id);
        bytes memory b = sign(farmerKey, id);
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.open(deal, wrong, b);
        parley.open(deal, sign(requesterKey, id), b);
        assertState(deal, State.Open);

        // Acceptances are ECDSA only, or sent by the wallet itself.
        bytes memory acceptance = accept(deal, C);
        expectRefusal(IEscrow.EscrowRequesterSignature.selector, deal);
        vm.prank(farmer);
        parley.settle(deal, Delivery(DIGEST, C), acceptance);
        vm.prank(farmer);
        parley.submit(deal, someTerms(), Delivery(DIGEST, C));
        vm.prank(address(wallet));
        parley.settle(deal, Delivery(DIGEST, C), "");
        assertState(deal, State.Closed);
    }

    // An empty signature is the sender's consent, and nobody is asked whether it is its own.
    function test_open_emptySignatureIsOnlyTheSenders() public {
        Consenter consenter = new Consenter();
        parley.deposit(address(consenter), FUNDS);
        deal = dealOn(someTerms());
        deal.requester = address(consenter);
        id = parley.idOf(deal);
        bytes memory b = sign(farmerKey, id);
        expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
        parley.open(deal, "", b);
        parley.open(deal, hex"00", b);
        assertState(deal, State.Open);
    }

    // Who locked the money has it back, whomever the terms name that were not disclosed.
    function test_open_undisclosed_isTheRequesters() public {
        Terms memory terms = sponsoredTerms();
        deal = dealOn(terms);
        id = parley.idOf(deal);
        parley.open(deal, sign(requesterKey, id), sign(farmerKey, id));
        Free memory before = free();
        parley.cancel(deal, terms, signCancel(requesterKey, deal), signCancel(farmerKey, deal));
        assertMoved(before, P + D, F, 0, 0);
    }

    // EIP-7702: an account with delegated code still signs with its key.
    function test_open_acceptsKeysOfDelegatedAccounts() public {
        vm.etch(requester, abi.encodePacked(hex"ef0100", address(money)));
        deal = opened(someTerms());
        assertState(deal, State.Open);
    }

    function test_open_refusesHostileContracts() public {
        address[5] memory hostile =
            [address(new Mirror()), address(new Spender()), address(new Babbler()), address(4), address(money)];
        for (uint256 i = 0; i < hostile.length; ++i) {
            parley.deposit(hostile[i], FUNDS);
            deal = dealOn(someTerms());
            deal.requester = hostile[i];
            id = parley.idOf(deal);
            bytes memory b = sign(farmerKey, id);
            bytes memory any = sign(strangerKey, id);
            expectRefusal(IEscrow.EscrowPayerSignature.selector, deal);
            parley.open{gas: 1_000_000}(deal, any, b);
        }
    }

    // --- the hashes, written out a second time ---

    function test_typeHashes(Deal memory d, Terms memory t, Split memory x, Acceptance memory a) public view {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Parley"),
                keccak256("1"),
                block.chainid,
                address(parley)
            )
        );
        bytes32 hash = keccak256(
            abi.encode(
                keccak256(
                    "Deal(address requester,address farmer,uint96 price,uint96 deposit,uint96 bond,uint64 openBy,bytes32 termsHash)"
                ),
                d.requester,
                d.farmer,
                d.price,
                d.deposit,
                d.bond,
                d.openBy,
                d.termsHash
            )
        );
        vm.assertEq(parley.idOf(d), keccak256(abi.encodePacked(hex"1901", domain, hash)), "deal");
        hash = keccak256(
            abi.encodePacked(
                keccak256(
                    "Terms(address payer,address arbiter,uint64 startBy,uint64 submitBy,uint32 acceptWindow,uint32 judgeWindow,uint96 latePenalty,uint96 noShowPenalty,uint96 cheatPenalty,uint96 mediationFee,bytes32 agreement,bytes32 quote)"
                ),
                abi.encode(t.payer, t.arbiter, t.startBy, t.submitBy, t.acceptWindow, t.judgeWindow),
                abi.encode(t.latePenalty, t.noShowPenalty, t.cheatPenalty, t.mediationFee, t.agreement, t.quote)
            )
        );
        vm.assertEq(parley.hashTerms(t), hash, "terms");
        hash = keccak256(
            abi.encode(keccak256("Acceptance(bytes32 deal,bytes32 digest,uint96 cost)"), a.deal, a.digest, a.cost)
        );
        vm.assertEq(parley.hashAcceptance(a), keccak256(abi.encodePacked(hex"1901", domain, hash)), "acceptance");
        hash = keccak256(
            abi.encode(keccak256("Split(bytes32 deal,uint128 toPayer,uint128 toFarmer)"), x.deal, x.toPayer, x.toFarmer)
        );
        vm.assertEq(parley.hashSplit(x), keccak256(abi.encodePacked(hex"1901", domain, hash)), "split");
        hash = keccak256(abi.encode(keccak256("Cancel(bytes32 deal)"), a.deal));
        vm.assertEq(parley.hashCancel(Cancel(a.deal)), keccak256(abi.encodePacked(hex"1901", domain, hash)), "cancel");
        hash = keccak256(abi.encode(keccak256("Decline(bytes32 deal)"), a.deal));
        vm.assertEq(
            parley.hashDecline(Decline(a.deal)), keccak256(abi.encodePacked(hex"1901", domain, hash)), "decline"
        );
    }

    // The deal is hashed from calldata as it stands: bits above a field's type open nothing.
    function test_open_failsOnDirtyFields() public {
        prepare();
        bytes memory call = abi.encodeCall(IEscrow.open, (deal, sign(requesterKey, id), sign(farmerKey, id)));
        call[4] = 0x01; // above the requester's 160 bits
        (bool ok,) = address(parley).call(call);
        vm.assertFalse(ok, "opened with a dirty requester");
        call[4] = 0;
        call[4 + 6 * 32 - 9] = 0x01; // above openBy's 64 bits
        (ok,) = address(parley).call(call);
        vm.assertFalse(ok, "opened with a dirty openBy");
        call[4 + 6 * 32 - 9] = 0;
        (ok,) = address(parley).call(call);
        vm.assertTrue(ok, "opens once clean");
    }
}
